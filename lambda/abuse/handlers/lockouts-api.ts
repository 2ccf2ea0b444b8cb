import type { Caller } from '../../kernel/caller.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { ABUSE_FUNCTIONS } from '../functions.ts';
import { getLockout } from '../get-lockout.ts';
import { liftLockout, type PublicSubject } from '../lift-lockout.ts';
import { openLockouts } from '../wiring.ts';

const env = readEnv(ABUSE_FUNCTIONS, 'lockouts-api');
const dependencies = { lockouts: openLockouts(env), clock: systemClock, emit: emitMetric };

/** The endpoints for one kind of subject, named by the path. */
function endpointsOf<Parameter extends string>(
  parameter: Parameter,
  subjectOf: (id: string) => PublicSubject,
) {
  interface SubjectRequest {
    readonly caller: Caller;
    readonly path: (name: Parameter) => string;
  }
  const subjectIn = ({ path }: SubjectRequest) => subjectOf(path(parameter));
  return {
    get: (request: SubjectRequest) => getLockout(request.caller, subjectIn(request), dependencies),
    lift: (request: SubjectRequest) => liftLockout(request.caller, subjectIn(request), dependencies),
  };
}
const user = endpointsOf('user_id', (id) => ({ kind: 'user', id }));
const device = endpointsOf('device_id', (id) => ({ kind: 'device', id }));

export const handler = apiHandler(
  ABUSE_FUNCTIONS['lockouts-api'].routes,
  {
    'get-user-lockout': user.get,
    'lift-user-lockout': user.lift,
    'get-device-lockout': device.get,
    'lift-device-lockout': device.lift,
  },
  httpDependencies(env, openCallLimiter(env)),
);
