import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { MessageQueue } from '../kernel/ports/message-queue.ts';
import type { FaceDeletionRequest } from './contract.ts';
import { deletionDelaySeconds, type FaceDeletion } from './domain/face-deletion.ts';

export interface SendFaceDeletionDependencies {
  readonly deletionQueue: MessageQueue<FaceDeletionRequest>;
  readonly emit: EmitMetric;
}

/**
 * Queues the deletion that the end of an enrollment, or one in place of it, has requested. Its faces are
 * revoked and its row is written, so the ending does not fail where the message is not sent: the sweep of
 * sessions sends it.
 * @param deletion undefined if the enrollment had indexed nothing
 */
export async function sendFaceDeletion(
  deletion: FaceDeletion | undefined,
  { deletionQueue, emit }: SendFaceDeletionDependencies,
): Promise<void> {
  if (!deletion) return;
  const { tenant, id } = deletion;
  const delay = deletionDelaySeconds(deletion);
  await deletionQueue.send({ tenant, id }, delay).catch(() => emit('FaceDeletionUnsent', 1, {}));
}
