import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../../collections/contract.ts';
import {
  abandonmentItems,
  enrollmentItems,
  isPlanOutdated,
} from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import type { MappingTables } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { userClaimKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { BulkEnrollment } from '../ports/bulk-enrollment.ts';

/** Enrolls a face of a manifest in one transaction over two tables. */
export function createDynamoBulkEnrollment(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
  generations: Generations,
): BulkEnrollment {
  return {
    async enroll(claim, mappings) {
      if (await transact(client, enrollmentItems(tables, generations, claim, mappings))) return 'enrolled';
      // a lost response: the claim shows whether this enrollment is already done
      const Key = userClaimKey(claim.tenant, claim.user_id);
      const { Item: held } = await client.send(
        new GetCommand({ TableName: tables.control, Key, ConsistentRead: true }),
      );
      if (held?.session_id !== claim.session_id) return 'refused';
      if (held.state === 'enrolled') return 'enrolled';
      return (await isPlanOutdated(client, tables.control, claim)) ? 'generations_changed' : 'refused';
    },

    abandon: (abandoned) => {
      // without a deletion nothing is revoked, so no time is written
      const now = new Date(abandoned.deletion?.requested_at ?? 0);
      return transact(client, abandonmentItems(tables.control, abandoned, now));
    },
  };
}
