import type { Clock } from '../../kernel/ports/clock.ts';
import { setting } from '../../platform/dynamo-expressions.ts';
import { mappingKey, replicationKey } from '../../platform/dynamo-keys.ts';
import type { FaceMapping } from '../domain/face-mapping.ts';
import type { ReplicatedImage } from '../domain/replicated-image.ts';
import { mappingItem } from './dynamo-face-mapping-store.ts';

/** The tables that a change of the mapping is written to. */
export interface MappingTables {
  readonly control: string;
  readonly faceMapping: string;
  /** Where a second region follows the mapping. Has to be said, lest a change be kept from it by a slip. */
  readonly replication: { readonly clock: Clock } | undefined;
}

/** A request is sent with its change, or by the schedule's next run. */
const OVERDUE_AFTER_MS = 60_000;

/**
 * Parts of a transaction that maps faces: the rows, and requests for the second region to follow them. A request is
 * then never there without the mapping it is about, nor the other way round.
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
  ...mappings.map(({ tenant, user_id, collection_id, face_id }) => ({
    Delete: { TableName: tables.faceMapping, Key: mappingKey(tenant, user_id, collection_id, face_id) },
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

/** Asks for an image to be looked at. What an earlier try may have left stays written down. */
export function replicationUpdate(control: string, image: ReplicatedImage, revision: string, now: Date) {
  const { tenant, user_id, collection_id, image_id } = image;
  const { UpdateExpression, ...values } = setting({
    tenant,
    user_id,
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
