import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { enforceRetention } from '../enforce-retention.ts';
import { RETENTION_FUNCTIONS } from '../functions.ts';
import { retention } from '../wiring.ts';

const env = readEnv(RETENTION_FUNCTIONS, 'enforce-retention');
const dependencies = retention(env);

export const handler = scheduledHandler(
  'enforce-retention',
  (tenant) => enforceRetention(tenant, dependencies),
  log,
);
