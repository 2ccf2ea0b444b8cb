import { kmsClient } from '../../platform/clients/kms.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { openHandler } from '../../platform/open-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createKmsSigningKeys } from '../adapters/kms-signing-keys.ts';
import { SIGNING_FUNCTIONS } from '../functions.ts';

const env = readEnv(SIGNING_FUNCTIONS, 'signing-keys-api');
const signingKeys = createKmsSigningKeys(kmsClient, env.VERIFICATION_KEYS.split(','));

export const handler = openHandler(
  'list-signing-keys',
  SIGNING_FUNCTIONS['signing-keys-api'].openRoutes['list-signing-keys'],
  async () => ({ keys: [...(await signingKeys.list())] }),
  { problemBaseUrl: env.PROBLEM_BASE_URL, emit: emitMetric, log },
);
