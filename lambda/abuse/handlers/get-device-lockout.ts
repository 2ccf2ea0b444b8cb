import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoLockoutLedgerStore } from '../adapters/dynamo-lockout-ledger.ts';
import { ABUSE_FUNCTIONS } from '../functions.ts';
import { getLockout } from '../get-lockout.ts';

const env = readEnv(ABUSE_FUNCTIONS, 'get-device-lockout');
const dependencies = {
  lockouts: createDynamoLockoutLedgerStore(documentClient, env.CONTROL_TABLE, systemClock),
  clock: systemClock,
};

export const handler = httpHandler(
  'get-device-lockout',
  ABUSE_FUNCTIONS['get-device-lockout'].route,
  {
    execute: ({ caller, path }) =>
      getLockout(caller, { kind: 'device', id: path('device_id') }, dependencies),
    present: (lockout) => lockout,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
