import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  generationsUnchanged,
  haveGenerationsChanged,
} from '../../collections/adapters/dynamo-generation-registry.ts';
import type { Generations } from '../../collections/contract.ts';
import { setting } from '../../platform/dynamo-expressions.ts';
import {
  epochSeconds,
  faceDeletionKey,
  faceKey,
  imageClaimKey,
  userClaimKey,
} from '../../platform/dynamo-keys.ts';
import type { EnrollmentClaim, FaceState } from '../domain/enrollment.ts';
import type { AbandonedEnrollment } from '../domain/face-deletion.ts';
import type { UserFaceMapping } from '../domain/face-mapping.ts';
import { type MappingTables, mappingPuts } from './dynamo-mapping-writes.ts';
import { missingCopyPuts } from './dynamo-missing-images.ts';
import { plannedImageDeletes } from './dynamo-planned-images.ts';
import { userVectorPuts } from './dynamo-user-vector-outbox.ts';

/** `state` is a reserved word of DynamoDB. */
export const STATE = { '#state': 'state' } as const;

export const FACE_STATE = {
  pending: 'pending',
  mapped: 'mapped',
  revoked: 'revoked',
} as const satisfies { readonly [State in FaceState]: State };

/** Part of a transaction that deletes a session's claim; it fails if another session holds the claim. */
export const deleteOwn = (table: string, key: Record<string, string>, sessionId: string) => ({
  Delete: {
    TableName: table,
    Key: key,
    ConditionExpression: 'attribute_not_exists(pk) OR session_id = :session',
    ExpressionAttributeValues: { ':session': sessionId },
  },
});

/** Lifetime of records of unmapped faces: needed for an hour, the longest enrollment; a week is ample. */
const UNMAPPED_FACE_TTL_MS = 7 * 86_400_000;

/** Time at which the record of an unmapped face expires. */
export const unmappedExpiry = (now: Date): number =>
  epochSeconds(new Date(now.getTime() + UNMAPPED_FACE_TTL_MS));

/** Update that revokes a face; it fails for a mapped one. */
export const faceRevocation = (control: string, tenant: string, faceId: string, now: Date) => ({
  TableName: control,
  Key: faceKey(tenant, faceId),
  UpdateExpression:
    'SET #state = :revoked, expires_at_epoch_seconds = :expiry, revoked_at = if_not_exists(revoked_at, :now)',
  ConditionExpression: 'attribute_not_exists(#state) OR #state <> :mapped',
  ExpressionAttributeNames: STATE,
  ExpressionAttributeValues: {
    ':revoked': FACE_STATE.revoked,
    ':mapped': FACE_STATE.mapped,
    ':expiry': unmappedExpiry(now),
    ':now': now.toISOString(),
  },
});

/** Progress of a claim; a claim that has made some since it was read cannot be given up. */
const PROGRESS = ['planned', 'face', 'copies', 'stitched'] as const;

/**
 * Parts of the transaction that gives up an enrollment: it frees user and image, revokes every face, those
 * of unknown ids by their image id, and requests their deletion.
 */
export function abandonmentItems(control: string, { claim, deletion }: AbandonedEnrollment, now: Date) {
  const { tenant, user_id, session_id } = claim;
  const userClaim = deleteOwn(control, userClaimKey(tenant, user_id), session_id).Delete;
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
    {
      Delete: {
        ...userClaim,
        ConditionExpression: ['session_id = :session', '#state = :claimed', ...unchanged].join(' AND '),
        ExpressionAttributeNames: STATE,
        ExpressionAttributeValues: {
          ...userClaim.ExpressionAttributeValues,
          ...progress,
          ':claimed': 'claimed' satisfies EnrollmentClaim['state'],
        },
      },
    },
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
 * condition that the generations are still those of the claim's plan. The claim keeps the data of the
 * mapping.
 */
export function enrollmentItems(
  tables: MappingTables,
  generations: Generations,
  claim: EnrollmentClaim,
  mappings: readonly UserFaceMapping[],
) {
  const { control } = tables;
  const { tenant, user_id, session_id, attributes, similarity } = claim;
  const state: EnrollmentClaim['state'] = 'enrolled';
  const enrolled = setting({
    state,
    ...(attributes ? { attributes } : {}),
    ...(similarity !== undefined ? { similarity } : {}),
  });
  return [
    ...mappings.map((mapping) => ({
      Update: {
        TableName: control,
        Key: faceKey(tenant, mapping.face_id),
        UpdateExpression:
          'SET #state = :mapped, user_id = :user, session_id = :session REMOVE expires_at_epoch_seconds',
        ConditionExpression: 'attribute_not_exists(#state) OR #state = :pending',
        ExpressionAttributeNames: STATE,
        ExpressionAttributeValues: {
          ':mapped': FACE_STATE.mapped,
          ':pending': FACE_STATE.pending,
          ':user': user_id,
          ':session': session_id,
        },
      },
    })),
    ...mappingPuts(tables, mappings),
    ...userVectorPuts(control, generations, mappings),
    ...missingCopyPuts(control, claim, new Date(mappings[0]?.created_at ?? 0)),
    ...plannedImageDeletes(control, claim),
    generationsUnchanged(control, tenant, user_id, plannedRevision(claim)),
    {
      Update: {
        TableName: control,
        Key: userClaimKey(tenant, user_id),
        UpdateExpression: enrolled.UpdateExpression,
        ConditionExpression: 'session_id = :session',
        ExpressionAttributeNames: enrolled.ExpressionAttributeNames,
        ExpressionAttributeValues: { ...enrolled.ExpressionAttributeValues, ':session': session_id },
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
