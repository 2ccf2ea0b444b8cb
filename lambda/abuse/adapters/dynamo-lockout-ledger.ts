import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Clock } from '../../kernel/ports/clock.ts';
import { lockoutKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { EMPTY_LEDGER } from '../domain/lockout.ts';
import { eventOfChange } from '../domain/lockout-event.ts';
import type { LockoutSubject } from '../domain/lockout-subject.ts';
import type { LockoutLedgerStore } from '../ports/lockout-ledger.ts';
import { lockoutPut, newEventId } from './dynamo-lockout-items.ts';

const ledgerRow = z.object({
  failures: z.array(z.object({ at: z.number(), user_id: z.string() })),
  timeouts: z.number(),
  locked_until: z.optional(z.number()),
  blocked: z.boolean(),
  until_success: z.optional(z.boolean()),
  frozen: z.optional(
    z.object({ at: z.string(), reason: z.literal('repudiated'), session_id: z.optional(z.string()) }),
  ),
  /** Counts the writes, so that of two concurrent writers one must read again. */
  revision: z.number(),
});

/**
 * The writers of one ledger are one person's devices: more than a few at once are an attack, and may fail.
 */
const MAX_ATTEMPTS = 5;
/** Ledgers of failed liveness checks in the control table. */
export function createDynamoLockoutLedgerStore(
  client: DynamoDBDocumentClient,
  tableName: string,
  clock: Clock,
): LockoutLedgerStore {
  const readRow = async (tenant: string, subject: LockoutSubject) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: lockoutKey(tenant, subject), ConsistentRead: true }),
    );
    return Item ? ledgerRow.parse(Item) : { ...EMPTY_LEDGER, failures: [], revision: 0 };
  };

  return {
    read: readRow,

    async devicesOf(tenant, userId) {
      const { pk, sk } = lockoutKey(tenant, { kind: 'user_device', id: userId, device: '' });
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': sk },
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => String(item.sk).slice(sk.length));
    },

    async update(tenant, subject, change) {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        const { revision, ...before } = await readRow(tenant, subject);
        const written = { tenant, subject, revision, ledger: change(before) };
        const now = clock();
        const event = eventOfChange({ ...written, eventId: newEventId() }, before, now);
        const items = [lockoutPut(tableName, written, now), ...(event ? [outboxPut(tableName, event)] : [])];
        if (await transact(client, items)) return written.ledger;
      }
      throw new Error(`a lockout ledger was changed by others in each of ${MAX_ATTEMPTS} attempts`);
    },
  };
}
