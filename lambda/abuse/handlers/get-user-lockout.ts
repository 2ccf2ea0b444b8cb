import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoLockoutLedgerStore } from '../adapters/dynamo-lockout-ledger.ts';
import { ABUSE_FUNCTIONS } from '../functions.ts';
import { getLockout } from '../get-lockout.ts';

const env = readEnv(ABUSE_FUNCTIONS, 'get-user-lockout');
const dependencies = {
  lockouts: createDynamoLockoutLedgerStore(documentClient, env.CONTROL_TABLE, systemClock),
  clock: systemClock,
};

export const handler = httpHandler(
  'get-user-lockout',
  ABUSE_FUNCTIONS['get-user-lockout'].route,
  {
    execute: ({ caller, path }) => getLockout(caller, { kind: 'user', id: path('user_id') }, dependencies),
    present: (lockout) => lockout,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
