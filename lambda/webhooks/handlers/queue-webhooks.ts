import { documentClient } from '../../platform/clients/dynamo.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { createDynamoEventLog } from '../adapters/dynamo-event-log.ts';
import { parseQueuedEvent } from '../domain/queued-event.ts';
import { WEBHOOKS_FUNCTIONS } from '../functions.ts';
import { queueWebhooks } from '../queue-webhooks.ts';
import { replayPage } from '../replay-page.ts';
import { openDeliveryLog, openDeliveryQueue, openEndpoints, openReplayQueue } from '../wiring.ts';

const env = readEnv(WEBHOOKS_FUNCTIONS, 'queue-webhooks');
const dependencies = {
  endpoints: openEndpoints(env),
  events: createDynamoEventLog(documentClient, env.CONTROL_TABLE),
  log: openDeliveryLog(env),
  queue: openDeliveryQueue(env),
  replays: openReplayQueue(env),
};

/** Messages are events of the bus, or steps of replays; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const queued = parseQueuedEvent(body);
  await ('replay' in queued
    ? asTenant(queued.replay.tenant, () => replayPage(queued, dependencies))
    : asTenant(queued.data.tenant, () => queueWebhooks(queued, dependencies)));
});
