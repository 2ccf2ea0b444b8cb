import type { ReplicatedImage } from '../enrollment/domain/replicated-image.ts';
import { ownerOf } from '../kernel/face-owner.ts';
import type { ReplicationQueue } from './ports/replication-requests.ts';

/**
 * Sends a change of the mapping to the second region's queue. Its request is already recorded, so the
 * schedule sends what is not sent here.
 * @param queue undefined if there is no second region
 */
export async function sendReplication(
  queue: ReplicationQueue | undefined,
  image: ReplicatedImage,
  delaySeconds = 0,
): Promise<void> {
  const { tenant, collection_id, image_id } = image;
  await queue?.send({ ...ownerOf(image), tenant, collection_id, image_id }, delaySeconds);
}
