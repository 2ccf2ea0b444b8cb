import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/dispatcher.ts';
import type { AccessCheck, TemplateResource } from '../../src/emulator.ts';
import { createIam, type Iam } from '../../src/iam/iam.ts';
import { type CloudServer, listen } from '../../src/server.ts';
import { createSts } from '../../src/sts/sts.ts';
import { ACCOUNT, allow, aPolicyOn, aRole, roleArn } from '../iam/a-role.ts';

const REGION = 'eu-west-1';
const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/sessions`;

const trusting = (principal: string, more: object = {}, Action: string | string[] = 'sts:AssumeRole') => ({
  AssumeRolePolicyDocument: {
    Statement: { Effect: 'Allow', Action, Principal: { AWS: principal }, ...more },
  },
});

/**
 * The product's way to hold a handler to one tenant: the
 * function assumes a role with the tenant as session tag.
 */
const RESOURCES: readonly TemplateResource[] = [
  aRole('Function'),
  aPolicyOn('Function', allow(['sts:AssumeRole', 'sts:TagSession'], roleArn('TenantAccess'))),
  aRole(
    'TenantAccess',
    trusting(roleArn('Function'), { Condition: { StringLike: { 'aws:RequestTag/tenant': '?*' } } }, [
      'sts:AssumeRole',
      'sts:TagSession',
    ]),
  ),
  aPolicyOn(
    'TenantAccess',
    allow('dynamodb:GetItem', TABLE, {
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/tenant}#*`] } },
    }),
  ),
  aRole('OfAccount', { ...trusting(`arn:aws:iam::${ACCOUNT}:root`), MaxSessionDuration: 7200 }),
  aPolicyOn('OfAccount', allow('dynamodb:*', TABLE)),
  aRole('Stranger'),
  aRole('Visitor'),
  aPolicyOn('Visitor', allow('sts:AssumeRole', roleArn('OfAccount'))),
];

describe('the local STS', () => {
  let dataDir: string;
  let server: CloudServer;
  let iam: Iam;
  let clock: ManualClock;
  const clients: STSClient[] = [];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sts-'));
    clock = new ManualClock();
    iam = await createIam(RESOURCES, { dataDir, clock, region: REGION });
    server = await listen(0);
    const sts = createSts({ iam, clock, accountId: ACCOUNT });
    const { handle } = createDispatcher({
      emulators: [sts],
      authorizer: iam,
      isStage: () => false,
      log: () => {},
    });
    server.serve({ handle, upgrade: (_request, socket) => socket.destroy() });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await server.close();
    await rm(dataDir, { recursive: true });
  });

  const aClient = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    const client = new STSClient({ endpoint: server.endpoint, region: REGION, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  const ownerClient = () => aClient({ accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' });
  const roleClient = (name: string) => aClient(iam.credentialsFor(roleArn(name)));
  const sessionClient = ({ AccessKeyId = '', SecretAccessKey = '', SessionToken }: Credentials) =>
    aClient({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    });
  const assume = async (client: STSClient, role: string, more: Partial<AssumeRoleCommandInput> = {}) => {
    const command = new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'a-request', ...more });
    const { Credentials } = await client.send(command);
    if (!Credentials) throw new Error('no credentials');
    return Credentials;
  };
  const principalOf = ({ AccessKeyId = '', SessionToken }: Credentials) =>
    iam.principalOfKey(AccessKeyId, SessionToken, 'dynamodb');
  const may = (credentials: Credentials, check: AccessCheck) => {
    try {
      iam.authorize(principalOf(credentials), [check]);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^AccessDenied/) });
      return false;
    }
  };
  const reading = (...keys: string[]): AccessCheck => ({
    action: 'dynamodb:GetItem',
    resource: TABLE,
    context: { 'dynamodb:LeadingKeys': keys },
  });

  it('says who calls', async () => {
    const owner = await ownerClient().send(new GetCallerIdentityCommand({}));
    expect(owner).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` });
    const role = await roleClient('Function').send(new GetCallerIdentityCommand({}));
    expect(role.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/Function/local-cloud`);
    const session = await assume(roleClient('Visitor'), 'OfAccount');
    const { Arn, UserId } = await sessionClient(session).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/OfAccount/a-request`);
    expect(UserId).toMatch(/^AROA[A-Z0-9]{17}:a-request$/);
  });

  it('holds a session to the tenant in its tag', async () => {
    const acme = await assume(roleClient('Function'), 'TenantAccess', {
      Tags: [{ Key: 'tenant', Value: 'acme' }],
    });
    expect(principalOf(acme).tags).toEqual({ tenant: 'acme' });
    expect(may(acme, reading('acme#session'))).toBe(true);
    expect(may(acme, reading('globex#session'))).toBe(false);
    expect(may(acme, reading('acme#session', 'globex#session'))).toBe(false);
  });

  it('refuses a caller who leaves the tag out that the role asks for', async () => {
    await expect(assume(roleClient('Function'), 'TenantAccess')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/Function/local-cloud is not authorized to perform: sts:AssumeRole on resource: ${roleArn('TenantAccess')}`,
    });
  });

  it('refuses a caller whom the role does not trust', async () => {
    const Tags = [{ Key: 'tenant', Value: 'acme' }];
    await expect(assume(roleClient('Stranger'), 'TenantAccess', { Tags })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('leaves it to the callers where a role trusts the account', async () => {
    expect((await assume(roleClient('Visitor'), 'OfAccount')).AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    await expect(assume(roleClient('Stranger'), 'OfAccount')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses session tags to those who may only assume the role', async () => {
    const Tags = [{ Key: 'tenant', Value: 'acme' }];
    await expect(assume(roleClient('Visitor'), 'OfAccount', { Tags })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('sts:TagSession'),
    });
  });

  it('refuses a role that does not exist as one that does not trust', async () => {
    await expect(assume(ownerClient(), 'Nobody')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('limits a session by the policy it was given', async () => {
    const Policy = JSON.stringify({ Statement: [allow('dynamodb:GetItem')] });
    const limited = await assume(ownerClient(), 'OfAccount', { Policy });
    expect(may(limited, reading('any'))).toBe(true);
    expect(may(limited, { action: 'dynamodb:PutItem', resource: TABLE })).toBe(false);
    expect(may(limited, { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' })).toBe(false);
  });

  it('refuses a session policy that is no policy', async () => {
    const malformed = { name: 'MalformedPolicyDocumentException' };
    await expect(assume(ownerClient(), 'OfAccount', { Policy: '{' })).rejects.toMatchObject(malformed);
    await expect(assume(ownerClient(), 'OfAccount', { Policy: '{}' })).rejects.toMatchObject(malformed);
  });

  it('ends a session when its time is over', async () => {
    const session = await assume(ownerClient(), 'OfAccount', { DurationSeconds: 900 });
    expect(session.Expiration).toEqual(new Date(clock.now() + 900_000));
    clock.advance(899_000);
    expect(may(session, reading('any'))).toBe(true);
    clock.advance(1000);
    expect(() => principalOf(session)).toThrow('The security token included in the request is expired');
    await expect(sessionClient(session).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
  });

  it('lasts as long as the role allows, but an hour at most for those who already act as a role', async () => {
    await assume(ownerClient(), 'OfAccount', { DurationSeconds: 7200 });
    await expect(assume(ownerClient(), 'OfAccount', { DurationSeconds: 7201 })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    await expect(assume(roleClient('Visitor'), 'OfAccount', { DurationSeconds: 7200 })).rejects.toMatchObject(
      { message: expect.stringContaining('role chaining') },
    );
  });

  it.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['a session name with a blank', { RoleSessionName: 'a request' }],
    ['a session of a minute', { DurationSeconds: 60 }],
    ['a role that is no ARN', { RoleArn: 'OfAccount-is-no-role-arn' }],
    [
      'the same tag twice',
      {
        Tags: [
          { Key: 'tenant', Value: 'acme' },
          { Key: 'Tenant', Value: 'globex' },
        ],
      },
    ],
    ['a tag with a star', { Tags: [{ Key: 'tenant', Value: '*' }] }],
    ['what is not emulated', { TransitiveTagKeys: ['tenant'] }],
  ])('refuses %s', async (_name, more) => {
    await expect(assume(ownerClient(), 'OfAccount', more)).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
