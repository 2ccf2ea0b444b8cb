import { ownerKey } from '../../kernel/face-owner.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { setting } from '../../platform/dynamo-expressions.ts';
import { mappingKey, replicationKey } from '../../platform/dynamo-keys.ts';
import type { FaceMapping } from '../domain/face-mapping.ts';
import type { ReplicatedImage } from '../domain/replicated-image.ts';
import { mappingItem } from './dynamo-face-mapping-store.ts';

/** The tables to which a change of the mapping is written. */
export interface MappingTables {
  readonly control: string;
  readonly faceMapping: string;
  /** Set if a second region follows the mapping. Required, so that no write can forget the outbox. */
  readonly replication: { readonly clock: Clock } | undefined;
}

/** A request that was not sent with its change is sent by the schedule after this time. */
const OVERDUE_AFTER_MS = 60_000;

/**
 * Parts of a transaction that maps faces: the rows, and requests to replicate them. So there is never a
 * request without its mapping, or a mapping without its request.
 */
export const mappingPuts = (tables: MappingTables, mappings: readonly FaceMapping[]) => [
  ...mappings.map((mapping) => ({ Put: { TableName: tables.faceMapping, Item: mappingItem(mapping) } })),
  ...replicationUpdates(
    tables,
    mappings.map((mapping) => ({ image: mapping, revision: `mapped-${mapping.face_id}` })),
  ),
];

/** Parts of a transaction that unmaps faces. */
export const mappingDeletes = (tables: MappingTables, mappings: readonly FaceMapping[]) => [
  ...mappings.map((mapping) => ({
    Delete: {
      TableName: tables.faceMapping,
      Key: mappingKey(mapping.tenant, mapping, mapping.collection_id, mapping.face_id),
    },
  })),
  ...replicationUpdates(
    tables,
    mappings.map((mapping) => ({ image: mapping, revision: `unmapped-${mapping.face_id}` })),
  ),
];

const replicationUpdates = (
  { control, replication }: MappingTables,
  changes: readonly { readonly image: ReplicatedImage; readonly revision: string }[],
) =>
  replication
    ? changes.map(({ image, revision }) => ({
        Update: replicationUpdate(control, image, revision, replication.clock()),
      }))
    : [];

/** Requests the replication of an image. What an earlier attempt may have left stays recorded. */
export function replicationUpdate(control: string, image: ReplicatedImage, revision: string, now: Date) {
  const { tenant, collection_id, image_id } = image;
  const { UpdateExpression, ...values } = setting({
    tenant,
    // the owner's key: that of a user is the user id
    user_id: ownerKey(image),
    collection_id,
    image_id,
    revision,
    overdue_at: new Date(now.getTime() + OVERDUE_AFTER_MS).toISOString(),
  });
  return {
    TableName: control,
    Key: replicationKey(image),
    UpdateExpression: `${UpdateExpression}, requested_at = if_not_exists(requested_at, :now) REMOVE failure`,
    ...values,
    ExpressionAttributeValues: { ...values.ExpressionAttributeValues, ':now': now.toISOString() },
  };
}
