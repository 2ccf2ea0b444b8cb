import { createAuditEntries } from './audit-entries.ts';
import type { CallLimiter } from './call-limiter.ts';
import { documentClient } from './clients/dynamo.ts';
import { ssmClient } from './clients/ssm.ts';
import type { HttpDependencies } from './http-handler.ts';
import { createKnownClients } from './known-clients.ts';
import { log } from './logger.ts';
import { emitMetric } from './metrics.ts';
import { newIdentifier, systemClock } from './system.ts';

export interface HttpSettings {
  /** Separated by commas. */
  readonly ALLOWED_ORIGINS: string;
  readonly PROBLEM_BASE_URL: string;
  readonly STAGE: string;
  readonly END_USER_CLIENT_ID: string;
  readonly AUDIT_TABLE: string;
  readonly AUDIT_RETENTION_DAYS: number;
}

/**
 * Creates the dependencies of every route's handler.
 * @param callLimiter of a capability above this one
 */
export const httpDependencies = (env: HttpSettings, callLimiter: CallLimiter): HttpDependencies => ({
  callLimiter,
  clients: createKnownClients(
    ssmClient,
    { stage: env.STAGE, endUserClientId: env.END_USER_CLIENT_ID },
    systemClock,
  ),
  allowedOrigins: env.ALLOWED_ORIGINS.split(',').filter((origin) => origin !== ''),
  problemBaseUrl: env.PROBLEM_BASE_URL,
  emit: emitMetric,
  log,
  audit: createAuditEntries(
    documentClient,
    { table: env.AUDIT_TABLE, retentionDays: env.AUDIT_RETENTION_DAYS },
    systemClock,
    newIdentifier,
  ),
});
