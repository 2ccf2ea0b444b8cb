import { eventBridgeClient } from '../../platform/clients/eventbridge.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { streamHandler } from '../../platform/stream-handler.ts';
import { createEventbridgeEventBus } from '../adapters/eventbridge-event-bus.ts';
import { EVENTS_FUNCTIONS } from '../functions.ts';
import { publishEvents } from '../publish-events.ts';

const env = readEnv(EVENTS_FUNCTIONS, 'publish-events');
const dependencies = {
  bus: createEventbridgeEventBus(eventBridgeClient),
  stage: env.STAGE,
  emit: emitMetric,
  reportUnreadable: (error: unknown) => log.error('eventUnreadable', {}, error),
};

/** The rows are events, since the filters of the streams let nothing else through. */
export const handler = streamHandler((rows) => publishEvents(rows, dependencies));
