import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../../collections/contract.ts';
import {
  enrollmentItems,
  FACE_STATE,
  isPlanOutdated,
} from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import type { MappingTables } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { faceKey, sessionKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { TRANSITIONS } from '../../sessions/domain/session-status.ts';
import type { RegistrationApproval } from '../ports/registration-approval.ts';

export interface ApprovalTables extends MappingTables {
  readonly sessions: string;
}

/** One transaction over three tables: a registration is approved in all of them or in none. */
export function createDynamoRegistrationApproval(
  client: DynamoDBDocumentClient,
  tables: ApprovalTables,
  generations: Generations,
): RegistrationApproval {
  return {
    async approve(claim, mappings, decision) {
      const { control, sessions } = tables;
      const { tenant, session_id } = claim;
      const { from, to } = TRANSITIONS.approve;
      const approved = await transact(client, [
        ...enrollmentItems(tables, generations, claim, mappings),
        {
          Update: {
            TableName: sessions,
            Key: sessionKey(tenant, session_id),
            UpdateExpression: 'SET #status = :to, by_status_pk = :by_status, decision = :decision',
            ConditionExpression: '#status = :from',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':to': to,
              ':from': from[0],
              ':by_status': `${tenant}#${to}`,
              ':decision': decision,
            },
          },
        },
      ]);
      if (approved) return 'approved';
      const read = async (Key: Record<string, string>) =>
        (await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }))).Item;
      const records = await Promise.all(mappings.map(({ face_id }) => read(faceKey(tenant, face_id))));
      if (records.some((record) => record?.state === FACE_STATE.revoked)) return 'face_revoked';
      if (records.some((record) => record?.state === FACE_STATE.mapped)) return 'not_processing';
      return (await isPlanOutdated(client, control, claim)) ? 'generations_changed' : 'not_processing';
    },
  };
}
