import { apiHandler } from '../../platform/api-handler.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { createDynamoLivenessLabels } from '../adapters/dynamo-liveness-labels.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { listLivenessLabels } from '../list-liveness-labels.ts';

const env = readEnv(REVIEW_CASES_FUNCTIONS, 'liveness-labels-api');
const dependencies = { labels: createDynamoLivenessLabels(documentClient, env.CONTROL_TABLE) };

export const handler = apiHandler(
  REVIEW_CASES_FUNCTIONS['liveness-labels-api'].routes,
  { 'list-liveness-labels': ({ caller, query }) => listLivenessLabels(caller, query, dependencies) },
  httpDependencies(env, openCallLimiter(env)),
);
