import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Clock } from '../../kernel/ports/clock.ts';
import { generationOfCollection } from '../../kernel/tenancy.ts';
import { byUser, missingImageKey } from '../../platform/dynamo-keys.ts';
import type { EnrollmentClaim } from '../domain/enrollment.ts';
import { missingReason } from '../domain/missing-reason.ts';
import type { MissingImage, MissingImages } from '../ports/missing-images.ts';

const missingRow = z.object({
  user_id: z.string(),
  image_id: z.string(),
  reason: missingReason,
});
const recordedRow = z.object({ image_id: z.string(), recorded_at: z.string() });

const missingItem = (tenant: string, generation: string, image: MissingImage, now: Date) => ({
  ...missingImageKey(tenant, generation, image.image_id),
  ...image,
  ...byUser(tenant, image.user_id),
  recorded_at: now.toISOString(),
});

/**
 * Parts of the transaction that enrolls a user: the generations in which the face model detected no face, or
 * the user has no shard, so that a migration knows which users it would lose.
 */
export function missingCopyPuts(control: string, claim: EnrollmentClaim, now: Date) {
  const { tenant, user_id, planned, copies = {}, stitched } = claim;
  if (!planned) return [];
  const put = (generation: string, image_id: string, reason: MissingImage['reason']) => ({
    Put: { TableName: control, Item: missingItem(tenant, generation, { user_id, image_id, reason }, now) },
  });
  const kept = (stitched?.others ?? []).filter((other) => other.rejected_for.length === 0);
  const isActive = (collection: string) => collection === claim.face?.collection_id;
  const judged = claim.face?.image_id ?? planned.image_id;
  const others = kept.map(({ face }) => face.image_id);
  const notCopied = planned.copies
    .filter((collection) => !isActive(collection))
    .flatMap((collection) => {
      const generation = generationOfCollection(collection);
      return [
        ...(copies[collection] === undefined ? [put(generation, judged, 'face_not_detected')] : []),
        ...others.map((imageId) => put(generation, imageId, 'not_copied')),
      ];
    });
  const notPlaced = (planned.without_shard ?? []).flatMap((generation) =>
    [judged, ...others].map((imageId) => put(generation, imageId, 'shard_attribute_missing')),
  );
  return [...notCopied, ...notPlaced];
}

/** Missing images in the control table, one partition per generation. */
export function createDynamoMissingImages(
  client: DynamoDBDocumentClient,
  control: string,
  clock: Clock,
): MissingImages {
  const query = (tenant: string, generation: string) => ({
    TableName: control,
    KeyConditionExpression: 'pk = :generation',
    ExpressionAttributeValues: { ':generation': missingImageKey(tenant, generation, '').pk },
    ConsistentRead: true,
  });
  const forget: MissingImages['forget'] = async (tenant, generation, imageId) => {
    const Key = missingImageKey(tenant, generation, imageId);
    await client.send(new DeleteCommand({ TableName: control, Key }));
  };
  return {
    async record(tenant, generation, image) {
      const Item = missingItem(tenant, generation, image, clock());
      await client.send(new PutCommand({ TableName: control, Item }));
    },

    forget,

    async forgetBefore(tenant, generation, moment) {
      for await (const { Items = [] } of paginateQuery({ client }, query(tenant, generation)))
        for (const item of Items) {
          const { image_id, recorded_at } = recordedRow.parse(item);
          if (recorded_at < moment.toISOString()) await forget(tenant, generation, image_id);
        }
    },

    async count(tenant, generation) {
      let count = 0;
      const counting = { ...query(tenant, generation), Select: 'COUNT' as const };
      for await (const { Count = 0 } of paginateQuery({ client }, counting)) count += Count;
      return count;
    },

    async list(tenant, generation, limit) {
      const found: MissingImage[] = [];
      for await (const { Items = [] } of paginateQuery(
        { client },
        { ...query(tenant, generation), Limit: limit },
      )) {
        found.push(...Items.map((item) => missingRow.parse(item)));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
}
