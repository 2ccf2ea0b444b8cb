import type { ReplicatedImage } from '../enrollment/domain/replicated-image.ts';
import type { ReplicationQueue } from './ports/replication-requests.ts';

/**
 * Sends a change of the mapping to the second region's queue. Its request is already recorded, so the
 * schedule sends what is not sent here.
 * @param queue undefined if there is no second region
 */
export async function sendReplication(
  queue: ReplicationQueue | undefined,
  { tenant, user_id, collection_id, image_id }: ReplicatedImage,
  delaySeconds = 0,
): Promise<void> {
  await queue?.send({ tenant, user_id, collection_id, image_id }, delaySeconds);
}
