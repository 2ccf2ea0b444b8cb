import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../../collections/contract.ts';
import { receiptCheck } from '../../consents/adapters/dynamo-consent-items.ts';
import { createDynamoConsentReceipts } from '../../consents/adapters/dynamo-consent-receipts.ts';
import { hasConsent } from '../../consents/require-consent.ts';
import { FACE_STATE } from '../../enrollment/adapters/dynamo-claim-items.ts';
import { enrollmentItems, isPlanOutdated } from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import type { MappingTables } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { replacementItems } from '../../enrollment/adapters/dynamo-replaced-enrollments.ts';
import type { SubjectHash } from '../../kernel/ports/subject-hash.ts';
import { faceKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { transitionItems } from '../../sessions/adapters/dynamo-session-items.ts';
import { consentingTo } from '../../sessions/domain/verification-session.ts';
import type { RegistrationApproval } from '../ports/registration-approval.ts';

export interface ApprovalTables extends MappingTables {
  readonly sessions: string;
}

/** One transaction over three tables: a registration is approved in all of them or in none. */
export function createDynamoRegistrationApproval(
  client: DynamoDBDocumentClient,
  tables: ApprovalTables,
  generations: Generations,
  subjectHash: SubjectHash,
): RegistrationApproval {
  const receipts = createDynamoConsentReceipts(client, tables.control);
  return {
    async approve(claim, mappings, applied, replaced) {
      const { control, sessions } = tables;
      const { tenant } = claim;
      const consenting = consentingTo(applied.session);
      const { receipt_id } = consenting;
      const approved = await transact(client, [
        ...enrollmentItems(
          tables,
          generations,
          claim,
          mappings,
          await subjectHash(tenant, claim.user_id),
          replaced && replacementItems(tables, replaced, { generations, requested: mappings }),
        ),
        ...transitionItems(sessions, applied),
        ...(receipt_id === undefined ? [] : [receiptCheck(control, { ...claim, id: receipt_id })]),
      ]);
      if (approved) return 'approved';
      const read = async (Key: Record<string, string>) =>
        (await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }))).Item;
      const records = await Promise.all(mappings.map(({ face_id }) => read(faceKey(tenant, face_id))));
      if (records.some((record) => record?.state === FACE_STATE.revoked)) return 'face_revoked';
      if (records.some((record) => record?.state === FACE_STATE.mapped)) return 'not_processing';
      if (!(await hasConsent(consenting, { receipts }))) return 'consent_withdrawn';
      return (await isPlanOutdated(client, control, claim)) ? 'generations_changed' : 'not_processing';
    },
  };
}
