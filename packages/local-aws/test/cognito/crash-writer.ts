import { writeSync } from 'node:fs';
import { systemClock } from '../../src/clock.ts';
import { createCognito } from '../../src/cognito/cognito.ts';
import {
  ACCOUNT_ID,
  aGroup,
  anApp,
  aPool,
  aRequest,
  GROUP,
  PASSWORD,
  POOL_ID,
  REGION,
} from './a-local-cognito.ts';

/*
 * Makes users as fast as it can until it is killed; prints the name of each once its group was acknowledged,
 * the last of three operations. Arguments: data directory, prefix of the names.
 */

const [, , dataDir = '', prefix = ''] = process.argv;
const CONCURRENCY = 4;

const cognito = await createCognito({
  dataDir,
  clock: systemClock,
  region: REGION,
  accountId: ACCOUNT_ID,
  invokeFunction: async (_arn, event) => event,
  mayInvoke: () => true,
  notify: () => {},
});
await cognito.provision([aPool(), anApp(), aGroup(GROUP)]);

async function call(operation: string, input: object): Promise<void> {
  const { status, body } = await cognito.handle(aRequest(operation, input));
  if (status !== 200) throw new Error(`${operation}: ${body}`);
}

async function makeUsers(worker: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const user = { UserPoolId: POOL_ID, Username: `${prefix}-${worker}-${count}` };
    await call('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
    await call('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
    await call('AdminAddUserToGroup', { ...user, GroupName: GROUP });
    writeSync(1, `${user.Username}\n`);
  }
}

await Promise.all(Array.from({ length: CONCURRENCY }, (_, worker) => makeUsers(worker)));
