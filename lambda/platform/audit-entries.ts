import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type AuditEnd, type AuditEntry, targetRoot } from '../kernel/audit.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { auditEndKey, auditEntryKey, auditSubjectKey, auditTargetKey, epochSeconds } from './dynamo-keys.ts';

/** The writer of audit entries: it adds, and changes nothing. */
export interface AuditEntries {
  /** Writes what is about to be done. */
  begin(call: Omit<AuditEntry, 'id' | 'at'>): Promise<AuditEntry>;
  /** Writes how it ended. */
  end(entry: AuditEntry, end: Omit<AuditEnd, 'ended_at'>): Promise<void>;
}

interface AuditSettings {
  readonly table: string;
  readonly retentionDays: number;
}

const DAY_MS = 86_400_000;

/**
 * Audit entries in a table that the functions may only add to. Its items cannot be overwritten by this
 * writer either: IAM has no condition for it, so the condition is in the request.
 */
export function createAuditEntries(
  client: DynamoDBDocumentClient,
  { table, retentionDays }: AuditSettings,
  clock: Clock,
  newIdentifier: NewIdentifier,
): AuditEntries {
  const add = async (item: Readonly<Record<string, unknown>>, at: Date): Promise<void> => {
    const expiry = epochSeconds(new Date(at.getTime() + retentionDays * DAY_MS));
    await client.send(
      new PutCommand({
        TableName: table,
        Item: { ...item, expires_at_epoch_seconds: expiry },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  };
  return {
    async begin(call) {
      const at = clock();
      const entry = { ...call, id: newIdentifier(ID_PREFIXES.auditEntry), at: at.toISOString() };
      const { tenant, subject, target, id } = entry;
      const keys = {
        ...auditEntryKey(tenant, id),
        ...auditSubjectKey(tenant, subject, id),
        ...auditTargetKey(tenant, targetRoot(target), id),
      };
      await add({ ...entry, ...keys }, at);
      return entry;
    },

    async end({ tenant, id }, end) {
      const at = clock();
      await add({ ...auditEndKey(tenant, id), ...end, ended_at: at.toISOString() }, at);
    },
  };
}
