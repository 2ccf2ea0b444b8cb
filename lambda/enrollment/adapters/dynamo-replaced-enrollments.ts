import type { Generations } from '../../collections/contract.ts';
import { earlierEnrollmentKey, faceDeletionKey, faceKey, imageClaimKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { eventOfReplacement } from '../domain/enrollment-event.ts';
import type { UserFaceMapping } from '../domain/face-mapping.ts';
import type { ReplacedEnrollments } from '../domain/replaced-enrollments.ts';
import { deleteOwn, FACE_STATE, STATE, unmappedExpiry } from './dynamo-claim-items.ts';
import { type MappingTables, mappingDeletes } from './dynamo-mapping-writes.ts';
import { userVectorPuts } from './dynamo-user-vector-outbox.ts';

/**
 * Parts of the transaction that replaces the earlier enrollments of a user: it unmaps and revokes their
 * faces, requests their deletion, and frees their images. Each face takes three items, each enrollment two.
 */
export function replacementItems(
  tables: MappingTables,
  replaced: ReplacedEnrollments,
  vectors: { readonly generations: Generations; readonly requested: readonly UserFaceMapping[] },
) {
  const { control } = tables;
  const { enrollments, faces, deletion } = replaced;
  const { tenant, requested_at } = deletion;
  const event = eventOfReplacement(replaced);
  const requested = new Set(vectors.requested.map(({ collection_id }) => collection_id));
  // where the new face is, the vector is requested with it
  const elsewhere = faces.filter(({ collection_id }) => !requested.has(collection_id));
  return [
    ...userVectorPuts(
      control,
      vectors.generations,
      elsewhere.map((face) => ({ ...face, created_at: requested_at })),
    ),
    ...mappingDeletes(tables, faces),
    ...faces.map(({ face_id }) => ({
      Update: {
        TableName: control,
        Key: faceKey(tenant, face_id),
        UpdateExpression: 'SET #state = :revoked, expires_at_epoch_seconds = :expiry, revoked_at = :now',
        ConditionExpression: '#state = :mapped',
        ExpressionAttributeNames: STATE,
        ExpressionAttributeValues: {
          ':revoked': FACE_STATE.revoked,
          ':mapped': FACE_STATE.mapped,
          ':expiry': unmappedExpiry(new Date(requested_at)),
          ':now': requested_at,
        },
      },
    })),
    ...enrollments.flatMap(({ user_id, session_id, image_sha256 }) => [
      { Delete: { TableName: control, Key: earlierEnrollmentKey(tenant, user_id, image_sha256) } },
      deleteOwn(control, imageClaimKey(tenant, image_sha256), session_id),
    ]),
    { Put: { TableName: control, Item: { ...deletion, ...faceDeletionKey(tenant, deletion.id) } } },
    ...(event ? [outboxPut(control, event)] : []),
  ];
}
