import { sqsClient } from '../../platform/clients/sqs.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { recordHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock, systemRandom } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { createHttpsWebhookSender } from '../adapters/https-webhook-sender.ts';
import { createSqsRetryQueue } from '../adapters/sqs-delivery-queue.ts';
import { parseAllowedHosts } from '../contract.ts';
import { deliverWebhook } from '../deliver-webhook.ts';
import { deliveryMessage } from '../domain/delivery.ts';
import { WEBHOOKS_FUNCTIONS } from '../functions.ts';
import { holdUntilDue } from '../hold-until-due.ts';
import { openDeliveryLog, openEndpoints } from '../wiring.ts';

const env = readEnv(WEBHOOKS_FUNCTIONS, 'deliver-webhook');
const dependencies = {
  endpoints: openEndpoints(env),
  log: openDeliveryLog(env),
  sender: createHttpsWebhookSender({ allowedHosts: parseAllowedHosts(env.WEBHOOK_ALLOWED_HOSTS) }),
  retries: createSqsRetryQueue(sqsClient, env.WEBHOOK_RETRY_QUEUE_URL),
  clock: systemClock,
  random: systemRandom,
  emit: emitMetric,
};

/** Messages are attempts, in the queue of first ones or of further ones; failed ones are delivered again. */
export const handler = recordHandler(async ({ body, receiptHandle, attributes }) => {
  const message = deliveryMessage.parse(JSON.parse(body));
  const receive = { receiptHandle, count: Number(attributes.ApproximateReceiveCount) };
  await holdUntilDue(message, receive, dependencies.retries);
  await asTenant(message.tenant, () => deliverWebhook(message, dependencies));
});
