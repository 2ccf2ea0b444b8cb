import { ID_PREFIXES } from '../../kernel/identifier.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { toErasureView } from '../contract.ts';
import { ERASURE_FUNCTIONS } from '../functions.ts';
import { getErasure } from '../get-erasure.ts';
import { listErasures } from '../list-erasures.ts';
import { requestErasure } from '../request-erasure.ts';
import { erasureRequests } from '../wiring.ts';

const env = readEnv(ERASURE_FUNCTIONS, 'erasures-api');
const dependencies = erasureRequests(env);

export const handler = apiHandler(
  ERASURE_FUNCTIONS['erasures-api'].routes,
  {
    'request-erasure': async ({ caller, path }) =>
      toErasureView(
        await requestErasure(
          {
            tenant: caller.tenant,
            user_id: path('user_id'),
            id: newIdentifier(ID_PREFIXES.erasure),
            cause: caller.scopes.includes('operate') ? 'operator' : 'backend',
            erased_at: systemClock(),
          },
          dependencies,
        ),
      ),
    'list-erasure-requests': ({ caller, path, query }) =>
      listErasures(caller, path('user_id'), query, dependencies),
    'get-erasure-request': ({ caller, path }) =>
      getErasure(caller, path('user_id'), path('request_id'), dependencies),
  },
  httpDependencies(env, openCallLimiter(env)),
);
