import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { LEDGER_FUNCTIONS } from '../functions.ts';
import { sealLedger } from '../seal-ledger.ts';
import { openLedger } from '../wiring.ts';

const dependencies = openLedger(readEnv(LEDGER_FUNCTIONS, 'seal-ledger'));

export const handler = scheduledHandler('seal-ledger', (tenant) => sealLedger(tenant, dependencies), log);
