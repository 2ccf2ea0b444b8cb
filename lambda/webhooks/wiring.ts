import { documentClient } from '../platform/clients/dynamo.ts';
import { sqsClient } from '../platform/clients/sqs.ts';
import { createSqsMessageQueue } from '../platform/sqs-message-queue.ts';
import { createDynamoDeliveryLog } from './adapters/dynamo-delivery-log.ts';
import { createDynamoEndpointStore } from './adapters/dynamo-endpoint-store.ts';
import { createSqsDeliveryQueue } from './adapters/sqs-delivery-queue.ts';
import type { ReplayStep } from './domain/replay.ts';
import type { ReplayQueue } from './ports/replay-queue.ts';

interface ControlSettings {
  readonly CONTROL_TABLE: string;
}

export const openEndpoints = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoEndpointStore(documentClient, CONTROL_TABLE);

export const openDeliveryLog = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoDeliveryLog(documentClient, CONTROL_TABLE);

export const openDeliveryQueue = (settings: { readonly WEBHOOK_DELIVERY_QUEUE_URL: string }) =>
  createSqsDeliveryQueue(sqsClient, settings.WEBHOOK_DELIVERY_QUEUE_URL);

/** Steps of replays go to the queue of events, whose function works both off. */
export function openReplayQueue(settings: { readonly WEBHOOK_EVENT_QUEUE_URL: string }): ReplayQueue {
  const queue = createSqsMessageQueue<ReplayStep>(sqsClient, settings.WEBHOOK_EVENT_QUEUE_URL);
  return { send: (step) => queue.send(step, 0) };
}
