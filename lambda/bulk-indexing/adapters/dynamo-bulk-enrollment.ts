import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../../collections/contract.ts';
import { receiptCheck, receiptItems } from '../../consents/adapters/dynamo-consent-items.ts';
import { createDynamoConsentReceipts } from '../../consents/adapters/dynamo-consent-receipts.ts';
import { hasConsent } from '../../consents/require-consent.ts';
import {
  abandonmentItems,
  enrollmentItems,
  isPlanOutdated,
} from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import type { MappingTables } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import type { SubjectHash } from '../../kernel/ports/subject-hash.ts';
import { userClaimKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { BulkEnrollment } from '../ports/bulk-enrollment.ts';

/** Enrolls a face of a manifest in one transaction over two tables. */
export function createDynamoBulkEnrollment(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
  generations: Generations,
  subjectHash: SubjectHash,
): BulkEnrollment {
  const receipts = createDynamoConsentReceipts(client, tables.control);
  return {
    async enroll(claim, mappings, { given, standing } = {}) {
      const subject = await subjectHash(claim.tenant, claim.user_id);
      const enrolled = await transact(client, [
        ...enrollmentItems(tables, generations, claim, mappings, subject),
        ...(given ? receiptItems(tables.control, given) : []),
        ...(standing ? [receiptCheck(tables.control, standing)] : []),
      ]);
      if (enrolled) return 'enrolled';
      // a lost response: the claim shows whether this enrollment is already done
      const Key = userClaimKey(claim.tenant, claim.user_id);
      const { Item: held } = await client.send(
        new GetCommand({ TableName: tables.control, Key, ConsistentRead: true }),
      );
      if (held?.session_id !== claim.session_id || held.image_sha256 !== claim.image_sha256) return 'refused';
      if (held.state === 'enrolled') return 'enrolled';
      const { tenant, user_id } = claim;
      if (standing && !(await hasConsent({ tenant, user_id, receipt_id: standing.id }, { receipts })))
        return 'consent_withdrawn';
      return (await isPlanOutdated(client, tables.control, claim)) ? 'generations_changed' : 'refused';
    },

    ...createDynamoClaimRelease(client, tables.control),
  };
}

/** Gives up enrollments, for functions that enroll nobody. */
export const createDynamoClaimRelease = (
  client: DynamoDBDocumentClient,
  control: string,
): Pick<BulkEnrollment, 'abandon'> => ({
  abandon: (abandoned) => {
    // without a deletion nothing is revoked, so no time is written
    const now = new Date(abandoned.deletion?.requested_at ?? 0);
    return transact(client, abandonmentItems(control, abandoned, now));
  },
});
