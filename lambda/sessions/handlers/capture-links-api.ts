import { placeOf } from '../../client-sessions/domain/capture-link.ts';
import { openCaptureLinks, tokenMinting } from '../../client-sessions/wiring.ts';
import { credentialHandler } from '../../platform/credential-handler.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { openTokenSigner } from '../../signing/wiring.ts';
import { exchangeCaptureLink, invalidLink } from '../exchange-capture-link.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';
import { openSessions } from '../wiring.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'capture-links-api');
const dependencies = {
  ...tokenMinting(env, openTokenSigner(env)),
  sessions: openSessions(env),
  captureLinks: openCaptureLinks(env),
};

export const handler = credentialHandler(
  'exchange-capture-link',
  SESSIONS_FUNCTIONS['capture-links-api'].openRoutes['exchange-capture-link'],
  {
    understand: ({ secret }) => placeOf(secret),
    refuse: invalidLink,
    execute: (place, key) => exchangeCaptureLink(place, key, dependencies),
  },
  {
    allowedOrigins: env.ALLOWED_ORIGINS.split(',').filter((origin) => origin !== ''),
    problemBaseUrl: env.PROBLEM_BASE_URL,
    callLimiter: openCallLimiter(env),
    emit: emitMetric,
    log,
  },
);
