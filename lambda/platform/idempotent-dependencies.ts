import type { CallLimiter } from './call-limiter.ts';
import { dynamoClient } from './clients/dynamo.ts';
import { type HttpSettings, httpDependencies } from './http-dependencies.ts';
import { createRunOnce } from './idempotency.ts';

interface IdempotentSettings extends HttpSettings {
  readonly CONTROL_TABLE: string;
}

/** Creates the dependencies of handlers whose POST routes run once, however often a request is repeated. */
export const idempotentDependencies = (env: IdempotentSettings, callLimiter: CallLimiter) => ({
  ...httpDependencies(env, callLimiter),
  runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE),
});
