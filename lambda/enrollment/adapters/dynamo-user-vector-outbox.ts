import { type Generations, vectorsOf } from '../../collections/contract.ts';
import { userVectorKey } from '../../platform/dynamo-keys.ts';
import type { FaceMapping } from '../domain/face-mapping.ts';

/** A vector is built within seconds; a request that is older has lost its message, or waits in a long queue. */
const OVERDUE_AFTER_MS = 5 * 60_000;

/** Which vector: a user's in one collection. */
type VectorOwner = Pick<FaceMapping, 'tenant' | 'user_id' | 'collection_id'>;

/** The row that asks for a vector; written in the transaction that maps a face. */
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
 * Parts of a transaction that maps faces: one request for each vector that the faces change. A request is then never
 * there without the mapping it is about, nor the other way round.
 */
export const userVectorPuts = (control: string, generations: Generations, mappings: readonly FaceMapping[]) =>
  // one a vector: a transaction touches no item twice
  [...new Map(mappings.map((mapping) => [mapping.collection_id, mapping])).values()]
    .filter(({ tenant, collection_id }) => vectorsOf(generations, tenant, collection_id) === 'user')
    .map((mapping) => ({
      Put: {
        TableName: control,
        Item: userVectorItem(mapping, mapping.face_id, new Date(mapping.created_at)),
      },
    }));
