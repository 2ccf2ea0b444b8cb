import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { earlierEnrollmentKey, imageClaimKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import { type EnrollmentClaim, enrollmentClaim, type FormerEnrollment } from '../domain/enrollment.ts';
import type { UserFaceMapping } from '../domain/face-mapping.ts';
import { claimItem, deleteOwn } from './dynamo-claim-items.ts';

/** The enrollment of a removed face. */
type RemovedFace = Pick<UserFaceMapping, 'tenant' | 'user_id' | 'session_id' | 'image_sha256'>;

/**
 * Parts of the transaction that removes the last face of an enrollment: it frees the image, and the user if
 * this was the only enrollment. Otherwise another one stays in force. They fail if the enrollments of the
 * user have changed since they were read here.
 */
export async function enrollmentRemoval(
  client: DynamoDBDocumentClient,
  control: string,
  removed: RemovedFace,
) {
  const { tenant, user_id, session_id, image_sha256 } = removed;
  const { claim, earlier } = await enrollmentsOf(client, control, tenant, user_id);
  const image = deleteOwn(control, imageClaimKey(tenant, image_sha256), session_id);
  const dropEarlier = (one: FormerEnrollment) => ({
    Delete: {
      TableName: control,
      Key: earlierEnrollmentKey(tenant, user_id, one.image_sha256),
      ConditionExpression: 'attribute_exists(pk)',
    },
  });
  const own = earlier.find((one) => one.image_sha256 === image_sha256);
  if (own) return [image, dropEarlier(own)];
  const [next] = earlier;
  const took = next ? [dropEarlier(next)] : [];
  if (claim?.image_sha256 === image_sha256) return [image, ...took, withoutClaim(control, claim, next)];
  if (claim?.former?.image_sha256 === image_sha256)
    return [image, ...took, withoutFormer(control, { ...claim, former: claim.former }, next)];
  return [image];
}

/** Returns the claim on a user, and the enrollments that others have been added to. */
async function enrollmentsOf(
  client: DynamoDBDocumentClient,
  control: string,
  tenant: string,
  userId: string,
) {
  const { pk, sk } = userClaimKey(tenant, userId);
  const rows: { readonly sk: unknown; readonly claim: EnrollmentClaim }[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: control,
      KeyConditionExpression: 'pk = :user AND begins_with(sk, :enrollment)',
      ExpressionAttributeValues: { ':user': pk, ':enrollment': sk },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    rows.push(...Items.map((item) => ({ sk: item.sk, claim: enrollmentClaim.parse(item) })));
  return {
    claim: rows.find((row) => row.sk === sk)?.claim,
    earlier: rows.filter((row) => row.sk !== sk).map(({ claim }): FormerEnrollment => claim),
  };
}

const sameClaim = ({ session_id, image_sha256 }: FormerEnrollment) => ({
  ConditionExpression: 'session_id = :session AND image_sha256 = :image',
  ExpressionAttributeValues: { ':session': session_id, ':image': image_sha256 },
});

/** Puts another enrollment into force, or frees the user. */
const withoutClaim = (control: string, claim: EnrollmentClaim, next: FormerEnrollment | undefined) =>
  next
    ? { Put: { TableName: control, Item: claimItem(next), ...sameClaim(claim) } }
    : {
        Delete: {
          TableName: control,
          Key: userClaimKey(claim.tenant, claim.user_id),
          ...sameClaim(claim),
        },
      };

/**
 * Changes what a further enrollment, which is under way, is added to. Without anything left it fails at its
 * approval: a user who was deleted meanwhile is not enrolled again.
 */
function withoutFormer(
  control: string,
  claim: EnrollmentClaim & { readonly former: FormerEnrollment },
  next: FormerEnrollment | undefined,
) {
  const { ConditionExpression, ExpressionAttributeValues } = sameClaim(claim);
  return {
    Update: {
      TableName: control,
      Key: userClaimKey(claim.tenant, claim.user_id),
      UpdateExpression: next ? 'SET former = :next' : 'REMOVE former',
      ConditionExpression: `${ConditionExpression} AND former.image_sha256 = :former`,
      ExpressionAttributeValues: {
        ...ExpressionAttributeValues,
        ':former': claim.former.image_sha256,
        ...(next ? { ':next': next } : {}),
      },
    },
  };
}
