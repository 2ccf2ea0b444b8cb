import { documentClient, ownDocumentClient } from '../platform/clients/dynamo.ts';
import { log } from '../platform/logger.ts';
import { emitMetric } from '../platform/metrics.ts';
import { systemClock, systemTimeout, systemWait } from '../platform/system.ts';
import { createDynamoCallLimiter } from './adapters/dynamo-call-limiter.ts';
import { createDynamoInteractiveRate } from './adapters/dynamo-interactive-rate.ts';
import { createDynamoRateLimiter } from './adapters/dynamo-rate-limiter.ts';
import { parseCallLimits, parseQuotas } from './contract.ts';
import { interactivePermits, type TakePermits } from './take-interactive-permits.ts';

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

/** Opens the same rates for calls of registrations. */
export const openInteractivePermits = (
  { CONTROL_TABLE, RATE_LIMITS }: RateSettings,
  longestWaitMs?: number,
): TakePermits => {
  const quotas = parseQuotas(RATE_LIMITS);
  const rate = createDynamoInteractiveRate(ownDocumentClient, CONTROL_TABLE, quotas, systemClock);
  const dependencies = { rate, wait: systemWait, timeout: systemTimeout, emit: emitMetric };
  return interactivePermits(dependencies, longestWaitMs);
};

interface CallSettings {
  readonly CONTROL_TABLE: string;
  readonly CALL_LIMITS: string;
}

/** Opens the limits of the API's callers, whose rows belong to their tenants. */
export const openCallLimiter = ({ CONTROL_TABLE, CALL_LIMITS }: CallSettings) =>
  createDynamoCallLimiter(
    documentClient,
    CONTROL_TABLE,
    parseCallLimits(CALL_LIMITS),
    systemClock,
    emitMetric,
    (error) => log.error('callNotCounted', {}, error),
  );
