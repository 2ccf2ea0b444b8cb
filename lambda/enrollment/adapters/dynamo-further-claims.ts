import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { EARLIER_ENROLLMENT_PREFIX, imageClaimKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { enrollmentClaim, type FormerEnrollment } from '../domain/enrollment.ts';
import type { EnrollmentStore } from '../ports/enrollment-store.ts';
import { claimItem, putNew, STATE } from './dynamo-claim-items.ts';

/** Claims of users who are enrolled already, in the control table. */
export function createDynamoFurtherClaims(
  client: DynamoDBDocumentClient,
  control: string,
): Pick<EnrollmentStore, 'claimFurther' | 'earlier'> {
  const read = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }))).Item;
  return {
    async claimFurther(claim) {
      const { tenant, user_id, session_id, image_sha256 } = claim;
      const userKey = userClaimKey(tenant, user_id);
      const imageKey = imageClaimKey(tenant, image_sha256);
      const heldNow = async () => {
        const item = await read(userKey);
        return item && enrollmentClaim.parse(item);
      };
      const before = await heldNow();
      if (before?.state === 'enrolled' && before.image_sha256 !== image_sha256) {
        const { former: _, ...former } = before;
        const claimed = await transact(client, [
          {
            Put: {
              TableName: control,
              Item: claimItem({ ...claim, former }),
              ConditionExpression: 'session_id = :session AND image_sha256 = :image AND #state = :enrolled',
              ExpressionAttributeNames: STATE,
              ExpressionAttributeValues: {
                ':session': former.session_id,
                ':image': former.image_sha256,
                ':enrolled': former.state,
              },
            },
          },
          putNew(control, { session_id, user_id, ...imageKey }),
        ]);
        if (claimed) return { claimed };
      }
      const [user, image] = await Promise.all([heldNow(), read(imageKey)]);
      if (!user) return { claimed: false, takenBy: 'deletion' };
      if (user.session_id === session_id && user.image_sha256 === image_sha256) return { claimed: true };
      if (image) return { claimed: false, takenBy: 'image', holder: String(image.user_id) };
      return { claimed: false, takenBy: 'user', holder: user_id };
    },

    async earlier(tenant, userId) {
      const found: FormerEnrollment[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: control,
          KeyConditionExpression: 'pk = :user AND begins_with(sk, :earlier)',
          ExpressionAttributeValues: {
            ':user': userClaimKey(tenant, userId).pk,
            ':earlier': EARLIER_ENROLLMENT_PREFIX,
          },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages)
        found.push(...Items.map((item) => enrollmentClaim.parse(item)));
      return found;
    },
  };
}
