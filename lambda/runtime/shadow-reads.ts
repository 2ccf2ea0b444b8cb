import { createSqsShadowReadQueue } from '../adapters/sqs-shadow-read-queue.ts';
import { sqsClient } from './clients/sqs.ts';
import { parseShadowReadPolicy } from './settings.ts';

interface ShadowReadSettings {
  readonly SHADOW_READ_QUEUE_URL: string;
  readonly SHADOW_READ_POLICY: string;
}

/** What a search needs to have its answer compared with that of another generation. */
export const shadowReadRequests = ({ SHADOW_READ_QUEUE_URL, SHADOW_READ_POLICY }: ShadowReadSettings) => ({
  shadowReads: createSqsShadowReadQueue(sqsClient, SHADOW_READ_QUEUE_URL),
  shadowReadPolicy: parseShadowReadPolicy(SHADOW_READ_POLICY),
});
