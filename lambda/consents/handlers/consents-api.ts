import { apiHandler } from '../../platform/api-handler.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { CONSENTS_FUNCTIONS } from '../functions.ts';
import { giveConsent } from '../give-consent.ts';
import { listConsentTexts } from '../list-consent-texts.ts';
import { listConsents } from '../list-consents.ts';
import { publishConsentText } from '../publish-consent-text.ts';
import { openConsents } from '../wiring.ts';
import { withdrawConsent } from '../withdraw-consent.ts';

const env = readEnv(CONSENTS_FUNCTIONS, 'consents-api');
const dependencies = { ...openConsents(env), newIdentifier, emit: emitMetric };

export const handler = apiHandler(
  CONSENTS_FUNCTIONS['consents-api'].routes,
  {
    'list-consent-texts': ({ caller, query }) => listConsentTexts(caller, query.notice_version, dependencies),
    'publish-consent-text': ({ caller, body }) => publishConsentText(caller, body, dependencies),
    'give-consent': ({ caller, body }) => giveConsent(caller, body, dependencies),
    'list-consents': ({ caller, query }) => listConsents(caller, query.user_id, dependencies),
    'withdraw-consent': ({ caller, path, body }) =>
      withdrawConsent(caller, path('id'), body.user_id, dependencies),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
