import { documentClient } from '../../platform/clients/dynamo.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { newIdentifier, systemClock, systemSecret } from '../../platform/system.ts';
import { createDynamoPastEvents } from '../adapters/dynamo-past-events.ts';
import { parseAllowedHosts } from '../contract.ts';
import type { WEBHOOKS_FUNCTIONS } from '../functions.ts';
import { openDeliveryLog, openDeliveryQueue, openEndpoints, openReplayQueue } from '../wiring.ts';

/** Opens the endpoints, their deliveries and the events that a replay sends again. */
export function webhooksApiDependencies(env: EnvironmentOf<typeof WEBHOOKS_FUNCTIONS, 'webhooks-api'>) {
  return {
    endpoints: openEndpoints(env),
    log: openDeliveryLog(env),
    queue: openDeliveryQueue(env),
    replays: openReplayQueue(env),
    past: createDynamoPastEvents(documentClient, {
      sessions: env.SESSIONS_TABLE,
      control: env.CONTROL_TABLE,
      stage: env.STAGE,
    }),
    allowedHosts: parseAllowedHosts(env.WEBHOOK_ALLOWED_HOSTS),
    stage: env.STAGE,
    clock: systemClock,
    newIdentifier,
    randomSecret: systemSecret,
  };
}
