import { ownDocumentClient } from '../platform/clients/dynamo.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoRateLimiter } from './adapters/dynamo-rate-limiter.ts';
import { parseQuotas } from './contract.ts';

interface RateSettings {
  readonly CONTROL_TABLE: string;
  readonly RATE_LIMITS: string;
}

/**
 * Opens the rates that all tenants share; their rows belong
 * to no tenant, so the function's own role reads them.
 */
export const openRateLimiter = ({ CONTROL_TABLE, RATE_LIMITS }: RateSettings) =>
  createDynamoRateLimiter(ownDocumentClient, CONTROL_TABLE, parseQuotas(RATE_LIMITS), systemClock);
