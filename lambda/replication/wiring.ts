import type { ReplicatedImage } from '../enrollment/domain/replicated-image.ts';
import { mappingTables } from '../enrollment/wiring.ts';
import { documentClient, ownDocumentClient } from '../platform/clients/dynamo.ts';
import { sqsClient } from '../platform/clients/sqs.ts';
import { createSqsMessageQueue } from '../platform/sqs-message-queue.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoRateLimiter } from '../rate-limits/adapters/dynamo-rate-limiter.ts';
import { createDynamoReplicas } from './adapters/dynamo-replicas.ts';
import { createDynamoReplicationRequests } from './adapters/dynamo-replication-requests.ts';
import type { SecondRegion } from './contract.ts';
import { parseSecondRegion } from './contract.ts';
import type { Replicas, ReplicationQueue } from './ports/replication-requests.ts';

export const openReplicationQueue = (url: string): ReplicationQueue =>
  createSqsMessageQueue<ReplicatedImage>(sqsClient, url);

/** Opens the queue of the second region; undefined if there is none. */
export const openReplication = ({
  REPLICATION_QUEUE_URL: url,
}: {
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}): { readonly replication?: ReplicationQueue } =>
  url === undefined ? {} : { replication: openReplicationQueue(url) };

/** Opens the state of the replicas in the second region that this queue belongs to. */
export const openReplicas = (controlTable: string, queueUrl: string): Replicas =>
  createDynamoReplicas(documentClient, controlTable, queueUrl, systemClock);

interface SecondRegionSettings {
  readonly CONTROL_TABLE: string;
  readonly SECOND_REGION?: string | undefined;
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}

/** Opens the second region and the state of its replicas; undefined if there is none. */
export function openSecondRegion({
  CONTROL_TABLE,
  SECOND_REGION,
  REPLICATION_QUEUE_URL,
}: SecondRegionSettings): { readonly second?: SecondRegion & { readonly replicas: Replicas } } {
  const second = parseSecondRegion(SECOND_REGION);
  if (!second || REPLICATION_QUEUE_URL === undefined) return {};
  const replicas = openReplicas(CONTROL_TABLE, REPLICATION_QUEUE_URL);
  return { second: { ...second, replicas } };
}

export const openReplicationRequests = (settings: Parameters<typeof mappingTables>[0]) =>
  createDynamoReplicationRequests(documentClient, mappingTables(settings), systemClock);

/** Opens the rate of the second region, which has its own quotas. */
export const openSecondRateLimiter = (
  { CONTROL_TABLE }: { readonly CONTROL_TABLE: string },
  { region, quotas }: SecondRegion,
) => createDynamoRateLimiter(ownDocumentClient, CONTROL_TABLE, quotas, systemClock, region);
