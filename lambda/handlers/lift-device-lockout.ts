import { createDynamoLockoutLedgerStore } from '../adapters/dynamo-lockout-ledger.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { liftLockout } from '../use-cases/lift-lockout.ts';

const env = readEnv('lift-device-lockout');
const lockouts = createDynamoLockoutLedgerStore(documentClient, env.CONTROL_TABLE, systemClock);

export const handler = httpHandler(
  'lift-device-lockout',
  {
    execute: ({ caller, path }) => liftLockout(caller, { kind: 'device', id: path('device_id') }, lockouts),
    present: () => undefined,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
