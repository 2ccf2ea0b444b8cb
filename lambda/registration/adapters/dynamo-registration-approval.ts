import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../../collections/contract.ts';
import {
  enrollmentItems,
  FACE_STATE,
  isPlanOutdated,
} from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import type { MappingTables } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { faceKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { transitionItems } from '../../sessions/adapters/dynamo-session-items.ts';
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
    async approve(claim, mappings, applied) {
      const { control, sessions } = tables;
      const { tenant } = claim;
      const approved = await transact(client, [
        ...enrollmentItems(tables, generations, claim, mappings),
        ...transitionItems(sessions, applied),
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
