import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { answeringWarmUps } from '../../kernel/warm-up.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { inTime, withinRequest } from '../../platform/request-deadline.ts';
import { CLIENT_SESSION_PATH } from '../../platform/route.ts';
import { authorizeClientSession } from '../authorize-client-session.ts';
import { CLIENT_SESSIONS_FUNCTIONS } from '../functions.ts';
import { openTokenVerifier } from '../wiring.ts';

const env = readEnv(CLIENT_SESSIONS_FUNCTIONS, 'client-session-authorizer');
const dependencies = { verifier: openTokenVerifier(env), emit: emitMetric, path: CLIENT_SESSION_PATH };

export const handler = answeringWarmUps(async (event: APIGatewayRequestAuthorizerEvent) => {
  const { methodArn, headers } = event;
  const [, authorization] =
    Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  const answer = await inTime(
    withinRequest(() => authorizeClientSession({ methodArn, authorization }, dependencies)),
  );
  // API Gateway answers 401 to an error with exactly this message, and 500 to any other
  if (!answer) throw new Error('Unauthorized');
  return answer;
});
