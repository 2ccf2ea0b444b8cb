import { expect, it } from 'vitest';
import type { CloudRequest } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';
import { aLambda } from './a-lambda.ts';

it('tells the quotas of the account, less what functions have reserved', async () => {
  const source = 'export const handler = async () => {};';
  const fixture = await aLambda({
    Plain: { source },
    Reserving: { source, properties: { ReservedConcurrentExecutions: 30 } },
  });
  const request: CloudRequest = {
    method: 'GET',
    url: new URL('http://localhost/2016-08-19/account-settings'),
    headers: {},
    body: Buffer.alloc(0),
    operation: undefined,
    principal: OWNER,
    requestId: 'request',
  };
  expect(fixture.lambda.accessChecks?.(request)).toEqual([
    { action: 'lambda:GetAccountSettings', resource: '*' },
  ]);
  expect(JSON.parse((await fixture.lambda.handle(request)).body.toString())).toMatchObject({
    AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 970 },
    AccountUsage: { FunctionCount: 2 },
  });
  await fixture.close();
});
