import { describe, expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import { createDispatcher, type Dispatcher } from '../../src/dispatcher.ts';
import type { CloudRequest, Emulator } from '../../src/emulator.ts';
import { type Authorizer, OWNER, rolePrincipal } from '../../src/principal.ts';
import { aLog } from '../fixtures/recorders.ts';

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=K/20261122/eu-west-1/dynamodb/aws4_request' };

function anEmulator(
  service: string,
  overrides: Partial<Emulator> = {},
): Emulator & { readonly handled: CloudRequest[] } {
  const handled: CloudRequest[] = [];
  return {
    service,
    operations: [],
    resourceTypes: [],
    provision: async () => {},
    handle: async (request) => {
      handled.push(request);
      return { status: 200, headers: {}, body: '{"ok":true}' };
    },
    close: async () => {},
    ...overrides,
    handled,
  };
}

const PERMISSIVE: Authorizer = { principalOf: () => OWNER, authorize: () => {} };

function aDispatcher(
  emulators: readonly Emulator[],
  authorizer = PERMISSIVE,
): Dispatcher & { readonly log: ReturnType<typeof aLog> } {
  const log = aLog();
  return { ...createDispatcher({ emulators, authorizer, isStage: () => false, log: log.log }), log };
}

const aRequest = (
  target: string,
  headers: Record<string, string> = SIGNED,
): Parameters<Dispatcher['handle']>[0] => ({
  method: 'POST',
  url: new URL('http://localhost/'),
  headers: { 'x-amz-target': target, ...headers },
  body: Buffer.from('{}'),
});

describe('the dispatcher', () => {
  it('hands a request to its service with operation, principal and request id', async () => {
    const table = anEmulator('dynamodb');
    const response = await aDispatcher([table]).handle(aRequest('DynamoDB_20120810.GetItem'));

    expect(table.handled).toMatchObject([{ operation: 'GetItem', principal: { kind: 'owner' } }]);
    expect(response.headers['x-amzn-requestid']).toBe(table.handled[0]?.requestId);
  });

  it('takes an unsigned request for nobody’s', async () => {
    const cognito = anEmulator('cognito-idp');
    await aDispatcher([cognito]).handle(aRequest('AWSCognitoIdentityProviderService.InitiateAuth', {}));

    expect(cognito.handled[0]?.principal.kind).toBe('anonymous');
  });

  it('asks IAM before the service sees the request, and answers its refusal in the service’s protocol', async () => {
    const checks = [{ action: 'dynamodb:GetItem', resource: 'arn:table' }];
    const table = anEmulator('dynamodb', { accessChecks: () => checks });
    const bucket = anEmulator('s3', { accessChecks: () => checks });
    const dispatcher = aDispatcher([table, bucket], {
      ...PERMISSIVE,
      authorize: () => {
        throw new AwsError('AccessDeniedException', 'no <way>');
      },
    });

    const json = await dispatcher.handle(aRequest('DynamoDB_20120810.GetItem'));
    const xml = await dispatcher.handle({
      ...aRequest(''),
      headers: { authorization: SIGNED.authorization.replace('dynamodb', 's3') },
    });

    expect([...table.handled, ...bucket.handled]).toEqual([]);
    expect(json).toMatchObject({ status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' } });
    expect(JSON.parse(json.body.toString())).toEqual({
      __type: 'AccessDeniedException',
      message: 'no <way>',
    });
    expect(xml.body).toContain('<Code>AccessDeniedException</Code><Message>no &#60;way&#62;</Message>');
  });

  it('says of a service that it is not emulated', async () => {
    const response = await aDispatcher([]).handle(aRequest('Textract.DetectDocumentText'));

    expect(response.status).toBe(501);
    expect(response.body).toContain('\\"Textract\\" is not emulated');
  });

  it.each([
    [
      'that is emulated',
      [anEmulator('monitoring')],
      'the protocol rpc-v2-cbor of "monitoring" is not served here',
    ],
    ['that is not', [], 'the service "monitoring" is not emulated here'],
  ])('answers clients of rpc-v2-cbor in CBOR for a service %s', async (_name, emulators, message) => {
    const response = await aDispatcher(emulators).handle({
      ...aRequest(''),
      url: new URL('http://localhost/service/GraniteServiceVersion20100801/operation/ListMetrics'),
      headers: {
        authorization: SIGNED.authorization.replace('dynamodb', 'monitoring'),
        'smithy-protocol': 'rpc-v2-cbor',
        'content-type': 'application/cbor',
      },
    });

    expect(response.status).toBe(501);
    expect(response.headers).toMatchObject({
      'smithy-protocol': 'rpc-v2-cbor',
      'content-type': 'application/cbor',
    });
    const body = response.body.toString();
    expect(body).toContain('__typenNotImplemented');
    expect(body).toContain(message);
  });

  it.each([
    ['that is emulated', 'sqs', 'the protocol query of &#34;sqs'],
    ['that is not', 'ec2', 'is not emulated here'],
  ])('answers clients of the Query protocol in XML for a service %s', async (_name, service, message) => {
    const response = await aDispatcher([anEmulator('sqs')]).handle({
      ...aRequest(''),
      headers: {
        authorization: SIGNED.authorization.replace('dynamodb', service),
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      body: Buffer.from('Action=DescribeRegions&Version=2016-11-15'),
    });

    expect(response).toMatchObject({ status: 501, headers: { 'content-type': 'text/xml' } });
    expect(response.body).toContain('<Code>NotImplemented</Code>');
    expect(response.body).toContain(message.replaceAll('&#34;', '"'));
  });

  it('hides a fault from the caller and shows it in the log', async () => {
    const table = anEmulator('dynamodb', { handle: () => Promise.reject(new Error('internal detail')) });
    const dispatcher = aDispatcher([table]);
    const response = await dispatcher.handle(aRequest('DynamoDB_20120810.GetItem'));

    expect(response.status).toBe(500);
    expect(response.body).toContain('InternalFailure');
    expect(response.body).not.toContain('internal detail');
    expect(dispatcher.log.lines).toMatchObject([
      { level: 'error', source: 'dynamodb', message: expect.stringContaining('internal detail') },
    ]);
  });
});

describe('a call from inside', () => {
  it('goes through IAM as the role and gives the service’s answer', async () => {
    const asked: unknown[] = [];
    const table = anEmulator('dynamodb', { accessChecks: () => [{ action: 'a', resource: 'r' }] });
    const dispatcher = aDispatcher([table], {
      ...PERMISSIVE,
      authorize: (principal) => void asked.push(principal.roleArn),
    });

    expect(await dispatcher.call('dynamodb', 'GetItem', { a: 1 }, rolePrincipal('arn:role'))).toEqual({
      ok: true,
    });
    expect(asked).toEqual(['arn:role']);
    expect(table.handled[0]?.body.toString()).toBe('{"a":1}');
  });

  it('fails with the error that the service answered, written or thrown', async () => {
    const written = anEmulator('dynamodb', {
      handle: async () => ({
        status: 400,
        headers: {},
        body: '{"__type":"com.amazonaws#ConditionalCheckFailedException","message":"no","Item":{}}',
      }),
    });
    const thrown = anEmulator('sqs', {
      handle: () => Promise.reject(new AwsError('QueueDoesNotExist', 'gone')),
    });
    const dispatcher = aDispatcher([written, thrown]);

    await expect(dispatcher.call('dynamodb', 'PutItem', {}, OWNER)).rejects.toMatchObject({
      code: 'ConditionalCheckFailedException',
      message: 'no',
      members: { Item: {} },
    });
    await expect(dispatcher.call('sqs', 'SendMessage', {}, OWNER)).rejects.toMatchObject({
      code: 'QueueDoesNotExist',
    });
    await expect(dispatcher.call('s3', 'PutObject', {}, OWNER)).rejects.toMatchObject({ status: 501 });
  });
});
