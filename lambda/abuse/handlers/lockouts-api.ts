import type { Caller } from '../../kernel/caller.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import type { LockoutKind } from '../domain/lockout.ts';
import { ABUSE_FUNCTIONS } from '../functions.ts';
import { getLockout } from '../get-lockout.ts';
import { liftLockout } from '../lift-lockout.ts';
import { openLockouts } from '../wiring.ts';

const env = readEnv(ABUSE_FUNCTIONS, 'lockouts-api');
const dependencies = { lockouts: openLockouts(env), clock: systemClock };

/** The endpoints for one kind of subject, named by the path. */
function endpointsOf<Kind extends LockoutKind>(kind: Kind) {
  interface SubjectRequest {
    readonly caller: Caller;
    readonly path: (name: `${Kind}_id`) => string;
  }
  const subjectOf = ({ path }: SubjectRequest) => ({ kind, id: path(`${kind}_id`) });
  return {
    get: (request: SubjectRequest) => getLockout(request.caller, subjectOf(request), dependencies),
    lift: (request: SubjectRequest) => liftLockout(request.caller, subjectOf(request), dependencies.lockouts),
  };
}
const [user, device] = [endpointsOf('user'), endpointsOf('device')];

export const handler = apiHandler(
  ABUSE_FUNCTIONS['lockouts-api'].routes,
  {
    'get-user-lockout': user.get,
    'lift-user-lockout': user.lift,
    'get-device-lockout': device.get,
    'lift-device-lockout': device.lift,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
