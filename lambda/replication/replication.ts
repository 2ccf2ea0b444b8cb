import type { ReplicatedImage } from '../enrollment/domain/replicated-image.ts';
import type { ReplicationQueue } from './ports/replication-requests.ts';

/**
 * Has the second region follow a change of the mapping. Its request is written already, so what is not sent
 * here, the schedule sends.
 * @param queue undefined where there is no second region
 */
export async function sendReplication(
  queue: ReplicationQueue | undefined,
  { tenant, user_id, collection_id, image_id }: ReplicatedImage,
  delaySeconds = 0,
): Promise<void> {
  await queue?.send({ tenant, user_id, collection_id, image_id }, delaySeconds);
}
