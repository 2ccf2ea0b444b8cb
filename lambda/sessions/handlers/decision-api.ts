import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock, systemWait } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { type AwaitedSession, awaitDecision } from '../await-decision.ts';
import { parseLongPoll } from '../contract.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';
import { openClientSessions, openSessions, openWaitSlots } from '../wiring.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'decision-api');
const longPoll = parseLongPoll(env.LONG_POLL);
const dependencies = {
  sessions: openSessions(env),
  slots: openWaitSlots(env, longPoll),
  longPoll,
  clock: systemClock,
  wait: systemWait,
  emit: emitMetric,
};

export const handler = apiHandler(
  SESSIONS_FUNCTIONS['decision-api'].routes,
  {
    'await-decision': presented(
      ({ caller, path, query }) => awaitDecision(caller, path('id'), query.wait, dependencies),
      ({ view }: AwaitedSession) => view,
      ({ retryAfterSeconds }) => ({ retryAfterSeconds }),
    ),
  },
  { ...httpDependencies(env, openCallLimiter(env)), clientSessions: openClientSessions(env) },
);
