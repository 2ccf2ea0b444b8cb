import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { earlierEnrollmentKey, epochSeconds, faceKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import type { EnrollmentClaim, FaceState, FormerEnrollment } from '../domain/enrollment.ts';

/** `state` is a reserved word of DynamoDB. */
export const STATE = { '#state': 'state' } as const;

export const FACE_STATE = {
  pending: 'pending',
  mapped: 'mapped',
  revoked: 'revoked',
} as const satisfies { readonly [State in FaceState]: State };

/** Part of a transaction that writes an item; it fails if the item exists. */
export const putNew = (table: string, item: Record<string, unknown>) => ({
  Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
});

/** Part of a transaction that deletes a session's claim; it fails if another session holds the claim. */
export const deleteOwn = (table: string, key: Record<string, string>, sessionId: string) => ({
  Delete: {
    TableName: table,
    Key: key,
    ConditionExpression: 'attribute_not_exists(pk) OR session_id = :session',
    ExpressionAttributeValues: { ':session': sessionId },
  },
});

/** Time at which the record of an unmapped face expires. */
export const unmappedExpiry = (now: Date): number =>
  epochSeconds(new Date(now.getTime() + rowLifetimeMs('unmappedFace')));

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

export const CLAIM_STATE = { claimed: 'claimed', enrolled: 'enrolled' } as const satisfies {
  readonly [State in EnrollmentClaim['state']]: State;
};

/** The row of the claim that was made last on a user. */
export const claimItem = (claim: EnrollmentClaim) => ({
  ...claim,
  ...userClaimKey(claim.tenant, claim.user_id),
});

/** The row of an enrollment that another one has been added to. */
export const earlierItem = (former: FormerEnrollment) => ({
  ...former,
  ...earlierEnrollmentKey(former.tenant, former.user_id, former.image_sha256),
});

/** Condition under which the enrollment that a claim is added to is the one that was read. */
export const sameFormer = ({ former }: EnrollmentClaim) =>
  former
    ? { condition: 'former.image_sha256 = :former', values: { ':former': former.image_sha256 } }
    : { condition: 'attribute_not_exists(former)', values: {} };

/**
 * Part of a transaction that gives up a claim on a user: the enrollment before it is in force again, and
 * without one the user is free.
 */
export function claimReturn(
  control: string,
  claim: EnrollmentClaim,
  further: { readonly conditions: readonly string[]; readonly values: Record<string, unknown> },
) {
  const { condition, values } = sameFormer(claim);
  const conditional = {
    TableName: control,
    ConditionExpression: [
      'session_id = :session',
      '#state = :claimed',
      condition,
      ...further.conditions,
    ].join(' AND '),
    ExpressionAttributeNames: STATE,
    ExpressionAttributeValues: {
      ':session': claim.session_id,
      ':claimed': CLAIM_STATE.claimed,
      ...values,
      ...further.values,
    },
  };
  return claim.former
    ? { Put: { ...conditional, Item: claimItem(claim.former) } }
    : { Delete: { ...conditional, Key: userClaimKey(claim.tenant, claim.user_id) } };
}
