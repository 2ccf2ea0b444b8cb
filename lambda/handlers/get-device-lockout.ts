import { createDynamoLockoutLedgerStore } from '../adapters/dynamo-lockout-ledger.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { getLockout } from '../use-cases/get-lockout.ts';

const env = readEnv('get-device-lockout');
const dependencies = {
  lockouts: createDynamoLockoutLedgerStore(documentClient, env.CONTROL_TABLE, systemClock),
  clock: systemClock,
};

export const handler = httpHandler(
  'get-device-lockout',
  {
    execute: ({ caller, path }) =>
      getLockout(caller, { kind: 'device', id: path('device_id') }, dependencies),
    present: (lockout) => lockout,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
