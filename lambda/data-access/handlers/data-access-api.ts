import { openLockouts } from '../../abuse/wiring.ts';
import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { openReceipts } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openLastInteractions } from '../../enrollment/wiring.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { parseRetentionSettings } from '../../retention/contract.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { explainDecision } from '../explain-decision.ts';
import { exportUserData } from '../export-user-data.ts';
import { DATA_ACCESS_FUNCTIONS } from '../functions.ts';

const env = readEnv(DATA_ACCESS_FUNCTIONS, 'data-access-api');
const dependencies = {
  sessions: openSessions(env),
  receipts: openReceipts(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  interactions: openLastInteractions(env),
  lockouts: openLockouts(env),
  pairs: openAllowedPairs(env),
  settings: parseRetentionSettings(env.RETENTION),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = apiHandler(
  DATA_ACCESS_FUNCTIONS['data-access-api'].routes,
  {
    'export-user-data': ({ caller, path, query }) =>
      exportUserData(caller, path('user_id'), query, dependencies),
    'explain-decision': ({ caller, path }) => explainDecision(caller, path('id'), dependencies),
  },
  httpDependencies(env, openCallLimiter(env)),
);
