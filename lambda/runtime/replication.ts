import { createDynamoReplicas } from '../adapters/dynamo-replicas.ts';
import { createSqsMessageQueue } from '../adapters/sqs-message-queue.ts';
import type { SecondRegion } from '../contract/replication.ts';
import type { Replicas, ReplicatedImage, ReplicationQueue } from '../ports/replication-requests.ts';
import { documentClient } from './clients/dynamo.ts';
import { sqsClient } from './clients/sqs.ts';
import { parseSecondRegion } from './settings.ts';
import { systemClock } from './system.ts';

export const openReplicationQueue = (url: string): ReplicationQueue =>
  createSqsMessageQueue<ReplicatedImage>(sqsClient, url);

/** The queue by which a second region follows the mapping; none where there is no second region. */
export const openReplication = ({
  REPLICATION_QUEUE_URL: url,
}: {
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}): { readonly replication?: ReplicationQueue } =>
  url === undefined ? {} : { replication: openReplicationQueue(url) };

interface SecondRegionSettings {
  readonly CONTROL_TABLE: string;
  readonly SECOND_REGION?: string | undefined;
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}

/** The second region and what is known of its replicas; nothing where there is none. */
export function openSecondRegion({
  CONTROL_TABLE,
  SECOND_REGION,
  REPLICATION_QUEUE_URL,
}: SecondRegionSettings): { readonly second?: SecondRegion & { readonly replicas: Replicas } } {
  const second = parseSecondRegion(SECOND_REGION);
  if (!second || REPLICATION_QUEUE_URL === undefined) return {};
  const replicas = createDynamoReplicas(documentClient, CONTROL_TABLE, REPLICATION_QUEUE_URL, systemClock);
  return { second: { ...second, replicas } };
}
