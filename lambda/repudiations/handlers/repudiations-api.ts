import { releaseUser } from '../../abuse/release-user.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemSecret } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { createRepudiationLink, toRepudiationLinkView } from '../create-repudiation-link.ts';
import { REPUDIATIONS_FUNCTIONS } from '../functions.ts';
import { repudiateEnrollment } from '../repudiate-enrollment.ts';
import { repudiation } from '../wiring.ts';

const env = readEnv(REPUDIATIONS_FUNCTIONS, 'repudiations-api');
const dependencies = { ...repudiation(env), newSecret: systemSecret };

export const handler = apiHandler(
  REPUDIATIONS_FUNCTIONS['repudiations-api'].routes,
  {
    'create-repudiation-link': presented(
      () => createRepudiationLink(dependencies),
      // the secret is made for every answer, and never stored with the idempotency record
      (link, { caller, path }) => toRepudiationLinkView(caller, path('user_id'), link, dependencies),
    ),
    'repudiate-enrollment': ({ caller, path }) =>
      repudiateEnrollment(caller.tenant, path('user_id'), dependencies),
    'release-user': async ({ caller, path }) => {
      await releaseUser(caller.tenant, path('user_id'), dependencies.lockouts);
    },
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
