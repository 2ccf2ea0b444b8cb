import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { systemClock } from '../../platform/system.ts';
import { ERASURE_FUNCTIONS } from '../functions.ts';
import { watchErasures } from '../watch-erasures.ts';
import { openErasureQueue, openErasures } from '../wiring.ts';

const env = readEnv(ERASURE_FUNCTIONS, 'watch-erasures');
const dependencies = {
  erasures: openErasures(env),
  queue: openErasureQueue(env),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = scheduledHandler(
  'watch-erasures',
  (tenant) => watchErasures(tenant, dependencies),
  log,
);
