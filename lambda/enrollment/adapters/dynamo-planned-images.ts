import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { epochSeconds, plannedImageKey } from '../../platform/dynamo-keys.ts';
import type { EnrollmentClaim } from '../domain/enrollment.ts';

type Plan = NonNullable<EnrollmentClaim['planned']>;

/**
 * Rows of images that are about to be indexed, by collection. The second region has enrolled faces only, so
 * it may answer for a collection in the search for duplicates only if nobody else has such a row there. A row
 * is written before the image is indexed, and removed in the transaction that ends the enrollment.
 */

/** Lifetime of rows that no transaction removes, as in a restored backup. */
const TTL_MS = rowLifetimeMs('plannedImage');

const collectionsOf = ({ collection_id, copies }: Plan): readonly string[] => [collection_id, ...copies];

const rowsOf = (tenant: string, { image_id }: Plan, collections: readonly string[]) =>
  collections.map((collection_id) => plannedImageKey({ tenant, collection_id, image_id }));

/** Parts of the transaction that lists a plan, in place of an earlier one of the same image. */
export function plannedImageChanges(
  control: string,
  { tenant, planned }: Pick<EnrollmentClaim, 'tenant' | 'planned'>,
  next: Plan,
  now: Date,
) {
  const collections = collectionsOf(next);
  const before = planned?.listed ? collectionsOf(planned) : [];
  const expires = epochSeconds(new Date(now.getTime() + TTL_MS));
  return [
    ...rowsOf(tenant, next, collections).map((key) => ({
      Put: { TableName: control, Item: { ...key, expires_at_epoch_seconds: expires } },
    })),
    ...rowsOf(
      tenant,
      next,
      before.filter((one) => !collections.includes(one)),
    ).map((Key) => ({ Delete: { TableName: control, Key } })),
  ];
}

/** Parts of the transaction that ends an enrollment: its plan is no longer listed. */
export const plannedImageDeletes = (
  control: string,
  { tenant, planned }: Pick<EnrollmentClaim, 'tenant' | 'planned'>,
) =>
  planned?.listed
    ? rowsOf(tenant, planned, collectionsOf(planned)).map((Key) => ({ Delete: { TableName: control, Key } }))
    : [];
