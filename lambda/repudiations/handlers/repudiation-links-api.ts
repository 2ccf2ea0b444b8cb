import { credentialHandler } from '../../platform/credential-handler.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { placeOf } from '../domain/repudiation-link.ts';
import { REPUDIATIONS_FUNCTIONS } from '../functions.ts';
import { invalidLink, repudiateByLink } from '../repudiate-by-link.ts';
import { repudiation } from '../wiring.ts';

const env = readEnv(REPUDIATIONS_FUNCTIONS, 'repudiation-links-api');
const dependencies = repudiation(env);

export const handler = credentialHandler(
  'repudiate-by-link',
  REPUDIATIONS_FUNCTIONS['repudiation-links-api'].openRoutes['repudiate-by-link'],
  {
    understand: ({ token }) => placeOf(token),
    refuse: invalidLink,
    execute: (place, key) => repudiateByLink(place, key, dependencies),
  },
  {
    allowedOrigins: env.ALLOWED_ORIGINS.split(',').filter((origin) => origin !== ''),
    problemBaseUrl: env.PROBLEM_BASE_URL,
    callLimiter: openCallLimiter(env),
    emit: emitMetric,
    log,
  },
);
