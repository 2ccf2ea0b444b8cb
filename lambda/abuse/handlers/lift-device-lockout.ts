import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoLockoutLedgerStore } from '../adapters/dynamo-lockout-ledger.ts';
import { ABUSE_FUNCTIONS } from '../functions.ts';
import { liftLockout } from '../lift-lockout.ts';

const env = readEnv(ABUSE_FUNCTIONS, 'lift-device-lockout');
const lockouts = createDynamoLockoutLedgerStore(documentClient, env.CONTROL_TABLE, systemClock);

export const handler = httpHandler(
  'lift-device-lockout',
  ABUSE_FUNCTIONS['lift-device-lockout'].route,
  {
    execute: ({ caller, path }) => liftLockout(caller, { kind: 'device', id: path('device_id') }, lockouts),
    present: () => undefined,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
