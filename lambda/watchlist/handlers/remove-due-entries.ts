import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { WATCHLIST_FUNCTIONS } from '../functions.ts';
import { removeDueEntries } from '../remove-due-entries.ts';
import { entryRemoval } from '../wiring.ts';

const env = readEnv(WATCHLIST_FUNCTIONS, 'remove-due-entries');
const dependencies = entryRemoval(env);

export const handler = scheduledHandler(
  'remove-due-entries',
  (tenant) => removeDueEntries(tenant, dependencies),
  log,
);
