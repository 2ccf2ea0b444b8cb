import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  generationsUnchanged,
  haveGenerationsChanged,
} from '../../collections/adapters/dynamo-generation-registry.ts';
import type { Generations } from '../../collections/contract.ts';
import { setting } from '../../platform/dynamo-expressions.ts';
import { byUser, faceDeletionKey, faceKey, imageClaimKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { tombstoneCheck } from '../../tombstones/adapters/dynamo-tombstones.ts';
import type { EnrollmentClaim } from '../domain/enrollment.ts';
import { eventOfEnrollment } from '../domain/enrollment-event.ts';
import type { AbandonedEnrollment } from '../domain/face-deletion.ts';
import type { UserFaceMapping } from '../domain/face-mapping.ts';
import {
  CLAIM_STATE,
  claimReturn,
  deleteOwn,
  earlierItem,
  FACE_STATE,
  faceRevocation,
  STATE,
  sameFormer,
} from './dynamo-claim-items.ts';
import { type MappingTables, mappingPuts } from './dynamo-mapping-writes.ts';
import { missingCopyPuts } from './dynamo-missing-images.ts';
import { plannedImageDeletes } from './dynamo-planned-images.ts';
import { userVectorPuts } from './dynamo-user-vector-outbox.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Progress of a claim; a claim that has made some since it was read cannot be given up. */
const PROGRESS = ['planned', 'face', 'copies', 'stitched'] as const;

/**
 * Parts of the transaction that gives up an enrollment: it frees user and image, revokes every face, those
 * of unknown ids by their image id, and requests their deletion. A user who was enrolled before stays so.
 */
export function abandonmentItems(control: string, { claim, deletion }: AbandonedEnrollment, now: Date) {
  const { tenant, session_id } = claim;
  const unchanged = PROGRESS.map((name) =>
    claim[name] === undefined ? `attribute_not_exists(${name})` : `${name} = :${name}`,
  );
  const progress = Object.fromEntries(
    PROGRESS.flatMap((name) => (claim[name] === undefined ? [] : [[`:${name}`, claim[name]]])),
  );
  const revoked = [
    ...(deletion?.faces ?? []).map(({ face_id }) => face_id),
    ...(deletion ? [deletion.image_id] : []),
  ];
  return [
    claimReturn(control, claim, { conditions: unchanged, values: progress }),
    deleteOwn(control, imageClaimKey(tenant, claim.image_sha256), session_id),
    ...plannedImageDeletes(control, claim),
    ...revoked.map((id) => ({ Update: faceRevocation(control, tenant, id, now) })),
    ...(deletion
      ? [{ Put: { TableName: control, Item: { ...deletion, ...faceDeletionKey(tenant, deletion.id) } } }]
      : []),
  ];
}

/**
 * Parts of the transaction that enrolls the user of a claim: it maps every face that was not revoked, on the
 * condition that the generations are still those of the claim's plan, and that the user was not erased since
 * its session, or its index job, began. The claim keeps the data of the mapping. The enrollment before it is
 * kept beside it, unless it is replaced. Others hear of it.
 * @param subject keyed hash of the user's id
 * @param replacement parts that replace the earlier enrollments of the user
 */
export function enrollmentItems(
  tables: MappingTables,
  generations: Generations,
  claim: EnrollmentClaim,
  mappings: readonly UserFaceMapping[],
  subject: string,
  replacement: readonly TransactItem[] = [],
) {
  const { control } = tables;
  const former = sameFormer(claim);
  const event = eventOfEnrollment(mappings, replacement.length > 0);
  const { tenant, user_id, session_id, attributes, similarity } = claim;
  const enrolled = setting({
    state: CLAIM_STATE.enrolled,
    ...(attributes ? { attributes } : {}),
    ...(similarity !== undefined ? { similarity } : {}),
  });
  return [
    ...mappings.map((mapping) => ({
      Update: {
        TableName: control,
        Key: faceKey(tenant, mapping.face_id),
        UpdateExpression:
          'SET #state = :mapped, user_id = :user, by_user_pk = :by_user, session_id = :session REMOVE expires_at_epoch_seconds',
        ConditionExpression: 'attribute_not_exists(#state) OR #state = :pending',
        ExpressionAttributeNames: STATE,
        ExpressionAttributeValues: {
          ':mapped': FACE_STATE.mapped,
          ':pending': FACE_STATE.pending,
          ':user': user_id,
          ':by_user': byUser(tenant, user_id).by_user_pk,
          ':session': session_id,
        },
      },
    })),
    ...mappingPuts(tables, mappings),
    ...userVectorPuts(control, generations, mappings),
    ...missingCopyPuts(control, claim, new Date(mappings[0]?.created_at ?? 0)),
    ...plannedImageDeletes(control, claim),
    generationsUnchanged(control, tenant, user_id, plannedRevision(claim)),
    tombstoneCheck(control, tenant, subject, claim),
    ...(claim.former && replacement.length === 0
      ? [{ Put: { TableName: control, Item: earlierItem(claim.former) } }]
      : []),
    ...replacement,
    ...(event ? [outboxPut(control, event)] : []),
    {
      Update: {
        TableName: control,
        Key: userClaimKey(tenant, user_id),
        UpdateExpression: `${enrolled.UpdateExpression} REMOVE former`,
        ConditionExpression: `session_id = :session AND ${former.condition}`,
        ExpressionAttributeNames: enrolled.ExpressionAttributeNames,
        ExpressionAttributeValues: {
          ...enrolled.ExpressionAttributeValues,
          ...former.values,
          ':session': session_id,
        },
      },
    },
  ];
}

/** Whether the generations have changed since the claim was planned. */
export const isPlanOutdated = (
  client: DynamoDBDocumentClient,
  control: string,
  claim: EnrollmentClaim,
): Promise<boolean> =>
  haveGenerationsChanged(client, control, claim.tenant, claim.user_id, plannedRevision(claim));

const plannedRevision = (claim: EnrollmentClaim): number => claim.planned?.generations_revision ?? 0;
