import { type Generations, vectorsOf } from '../../collections/contract.ts';
import { userVectorKey } from '../../platform/dynamo-keys.ts';
import type { FaceMapping, UserFaceMapping } from '../domain/face-mapping.ts';

/** A vector is built within seconds; an older request has lost its message, or waits in a long queue. */
const OVERDUE_AFTER_MS = 5 * 60_000;

/** Identifies a vector: a user in a collection. */
type VectorOwner = Pick<UserFaceMapping, 'tenant' | 'user_id' | 'collection_id'>;

/** The row that requests a vector, written in the transaction that maps a face. */
export const userVectorItem = (
  vector: VectorOwner,
  revision: string,
  now: Date,
): Record<string, unknown> => ({
  ...userVectorKey(vector),
  tenant: vector.tenant,
  user_id: vector.user_id,
  collection_id: vector.collection_id,
  revision,
  requested_at: now.toISOString(),
  overdue_at: new Date(now.getTime() + OVERDUE_AFTER_MS).toISOString(),
});

/**
 * Parts of a transaction that maps faces: one request for each changed vector. So there is never a request
 * without its mapping, or a mapping without its request.
 */
export const userVectorPuts = (control: string, generations: Generations, mappings: readonly FaceMapping[]) =>
  // one per vector: a transaction must not touch an item twice
  [...new Map(mappings.map((mapping) => [mapping.collection_id, mapping])).values()]
    // entries of watchlists are found by their face
    .filter((mapping) => mapping.kind === 'user')
    .filter(({ tenant, collection_id }) => vectorsOf(generations, tenant, collection_id) === 'user')
    .map((mapping) => ({
      Put: {
        TableName: control,
        Item: userVectorItem(mapping, mapping.face_id, new Date(mapping.created_at)),
      },
    }));
