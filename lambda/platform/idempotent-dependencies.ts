import { dynamoClient } from './clients/dynamo.ts';
import { httpDependencies } from './http-dependencies.ts';
import { createRunOnce } from './idempotency.ts';

interface IdempotentSettings {
  readonly ALLOWED_ORIGINS: string;
  readonly CONTROL_TABLE: string;
}

/** Creates the dependencies of handlers whose POST routes run once, however often a request is repeated. */
export const idempotentDependencies = ({ ALLOWED_ORIGINS, CONTROL_TABLE }: IdempotentSettings) => ({
  ...httpDependencies(ALLOWED_ORIGINS),
  runOnce: createRunOnce(dynamoClient, CONTROL_TABLE),
});
