import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { readTemplates } from '@face-idv/local-aws';
import { describe, expect, it } from 'vitest';
import { configOfStage } from '../../lib/config.ts';
import { withTemporaryOperator } from '../../scripts/smoke/temporary-operator.ts';
import { withFlowStack } from '../support/flow-stack.ts';

const { callLimits } = configOfStage('local').api;
const OWNER = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };

const subjectOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;

/** A stack of its own: its functions remember for an hour whom they have refused. */
describe('a burst of calls', () => {
  const flow = withFlowStack();
  const call = (token: string) =>
    fetch(new URL(`verification-sessions/vs_${'0'.repeat(26)}`, flow.stack.apiUrl), {
      headers: { authorization: `Bearer ${token}`, origin: 'http://localhost:4580' },
    });
  const statusesOf = async (token: string, calls: number) =>
    (await Promise.all(Array.from({ length: calls }, () => call(token)))).map(({ status }) => status);
  const clientOptions = () => ({
    endpoint: flow.stack.endpoint,
    region: flow.stack.region,
    credentials: OWNER,
  });

  /** Leaves a bucket as a burst of an hour's calls would, however slow this machine is. */
  async function empty(bucket: string): Promise<void> {
    const template = await readTemplates(flow.cdkOut, flow.stack.endpoint);
    const control = template.resources.find(
      ({ type, logicalId }) => type === 'AWS::DynamoDB::GlobalTable' && logicalId.startsWith('TablesControl'),
    );
    const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions()));
    // one lane per 100 calls per second
    for (const lane of [0, 1])
      await dynamo.send(
        new UpdateCommand({
          TableName: control?.ref,
          Key: { pk: `demo#callers#${lane}`, sk: 'buckets' },
          UpdateExpression: 'SET #bucket = :fullAt',
          ExpressionAttributeNames: { '#bucket': bucket },
          ExpressionAttributeValues: { ':fullAt': (Date.now() + 3_600_000) * 1000 },
        }),
      );
    dynamo.destroy();
  }

  it('is granted up to the limits, which no call of a flow meets', async () => {
    const [sam, backend] = [await flow.stack.tokens.user('sam'), await flow.stack.tokens.backend()];
    expect(await statusesOf(sam, callLimits.person.burst)).toEqual(Array(callLimits.person.burst).fill(404));
    expect(await statusesOf(backend, 50)).toEqual(Array(50).fill(404));
  });

  it('of one caller is refused with the time to wait, while all others pass', async () => {
    const sam = await flow.stack.tokens.user('sam');
    await empty(`subject#${subjectOf(sam)}`);
    const [first, ...more] = await Promise.all([1, 2, 3].map(() => call(sam)));
    expect([first, ...more].map((response) => response?.status)).toEqual([429, 429, 429]);
    const wait = Number(first?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(3000);
    expect(first?.headers.get('access-control-expose-headers')).toContain('Retry-After');
    expect(await first?.json()).toMatchObject({
      code: 'too_many_requests',
      status: 429,
      detail: `too many calls of this caller; retry in ${wait} s`,
      retry_after_seconds: wait,
    });
    expect(await statusesOf(await flow.stack.tokens.user('olivia'), 5)).toEqual(Array(5).fill(404));
    expect(await statusesOf(await flow.stack.tokens.backend(), 5)).toEqual(Array(5).fill(404));
  });

  it('of one tenant is refused, while callers of another pass', async () => {
    await empty('tenant');
    expect(await statusesOf(await flow.stack.tokens.backend(), 2)).toEqual([429, 429]);
    expect(await statusesOf(await flow.stack.tokens.user('olivia'), 2)).toEqual([429, 429]);
    const cognito = new CognitoIdentityProviderClient(clientOptions());
    const { userPoolId, endUserClientId } = flow.stack;
    const place = { userPoolId, endUserClientId, tenant: 'acme' };
    const passed = await withTemporaryOperator(cognito, place, (token) => statusesOf(token, 5));
    expect(passed).toEqual(Array(5).fill(404));
    cognito.destroy();
  });
});
