import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { TemplateResource } from '../../src/emulator.ts';
import { createIam, type Iam } from '../../src/iam/iam.ts';
import { ANONYMOUS, rolePrincipal } from '../../src/principal.ts';
import { allow, aPolicyOn, aResource, aRole, roleArn } from './a-role.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/sessions';
const PUT = { action: 'dynamodb:PutItem', resource: TABLE };

describe('the local IAM', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'iam-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const anIam = (...resources: TemplateResource[]) =>
    createIam(resources, { dataDir, clock: systemClock, region: 'eu-west-1' });

  /** A request signed with the key, for a service, by header. */
  const signedBy = (key: string, service: string, token?: string) =>
    [
      {
        authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261122/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        ...(token === undefined ? {} : { 'x-amz-security-token': token }),
      },
      new URL('http://localhost/'),
    ] as const;

  const may = (iam: Iam, role: string, check = PUT) => {
    try {
      iam.authorize(rolePrincipal(roleArn(role)), [check]);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'AccessDeniedException' });
      return false;
    }
  };

  it('gives a role what its own, attached and managed policies give', async () => {
    const statement = allow('dynamodb:PutItem', TABLE);
    const document = { PolicyDocument: { Statement: [statement] } };
    const managedArn = 'arn:aws:iam::000000000000:policy/Writes';
    const iam = await anIam(
      aRole('Inline', { Policies: [{ PolicyName: 'inline', ...document }] }),
      aRole('Attached'),
      aPolicyOn('Attached', statement),
      aRole('Managed', { ManagedPolicyArns: [managedArn] }),
      aRole('ManagedByPolicy'),
      {
        ...aResource('Writes', 'AWS::IAM::ManagedPolicy', { ...document, Roles: ['ManagedByPolicy'] }),
        ref: managedArn,
      },
      aRole('Nothing'),
      aRole('Bounded', {
        ManagedPolicyArns: [managedArn],
        PermissionsBoundary: 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess',
      }),
    );
    const allowed = ['Inline', 'Attached', 'Managed', 'ManagedByPolicy', 'Nothing', 'Bounded', 'Unknown'].map(
      (role) => [role, may(iam, role)],
    );
    expect(Object.fromEntries(allowed)).toEqual({
      Inline: true,
      Attached: true,
      Managed: true,
      ManagedByPolicy: true,
      Nothing: false,
      Bounded: false,
      Unknown: false,
    });
  });

  it('lets policies name the tags of the role itself', async () => {
    const sameTeam = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'core' } } };
    const iam = await anIam(
      aRole('Core', { Tags: [{ Key: 'team', Value: 'core' }] }),
      aPolicyOn('Core', allow('dynamodb:PutItem', TABLE, sameTeam)),
      aRole('Other', { Tags: [{ Key: 'team', Value: 'other' }] }),
      aPolicyOn('Other', allow('dynamodb:PutItem', TABLE, sameTeam)),
    );
    expect([may(iam, 'Core'), may(iam, 'Other')]).toEqual([true, false]);
  });

  it('refuses in the words of AWS', async () => {
    const iam = await anIam(aRole('Nothing'));
    expect(() => iam.authorize(rolePrincipal(roleArn('Nothing')), [PUT])).toThrow(
      `User: arn:aws:sts::000000000000:assumed-role/Nothing/local-cloud is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
    );
  });

  it('names an explicit deny', async () => {
    const iam = await anIam(
      aRole('Denied'),
      aPolicyOn('Denied', allow('*'), { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }),
    );
    expect(() => iam.authorize(rolePrincipal(roleArn('Denied')), [PUT])).toThrow(
      /with an explicit deny in an identity-based policy$/,
    );
  });

  it('refuses a request when one of several permissions is missing', async () => {
    const iam = await anIam(aRole('Half'), aPolicyOn('Half', allow('dynamodb:PutItem', TABLE)));
    const checks = [PUT, { action: 'dynamodb:DeleteItem', resource: TABLE }];
    expect(() => iam.authorize(rolePrincipal(roleArn('Half')), checks)).toThrow(/dynamodb:DeleteItem/);
  });

  it('lets the owner do everything and an unsigned request nothing', async () => {
    const iam = await anIam();
    iam.authorize(iam.principalOf(...signedBy('LOCAL', 'dynamodb')), [PUT]);
    expect(() => iam.authorize(ANONYMOUS, [PUT])).toThrow('Missing Authentication Token');
    iam.authorize(ANONYMOUS, []);
  });

  it('recognizes the credentials that it gave to a role, also after a restart', async () => {
    const resources = [aRole('Writer')];
    const first = await anIam(...resources);
    const credentials = first.credentialsFor(roleArn('Writer'));
    const second = await anIam(...resources);
    expect(second.credentialsFor(roleArn('Writer'))).toEqual(credentials);
    expect(second.secretOf(credentials.accessKeyId)).toBe(credentials.secretAccessKey);
    const { accessKeyId, sessionToken } = credentials;
    expect(second.principalOf(...signedBy(accessKeyId, 's3', sessionToken))).toMatchObject({
      kind: 'role',
      roleArn: roleArn('Writer'),
      accessKeyId,
    });
  });

  it('recognizes a presigned URL', async () => {
    const iam = await anIam(aRole('Writer'));
    const { accessKeyId, sessionToken } = iam.credentialsFor(roleArn('Writer'));
    const url = new URL('http://localhost/bucket/key');
    url.searchParams.set('X-Amz-Credential', `${accessKeyId}/20261122/eu-west-1/s3/aws4_request`);
    url.searchParams.set('X-Amz-Security-Token', sessionToken);
    expect(iam.principalOf({}, url)).toMatchObject({ kind: 'role', roleArn: roleArn('Writer') });
  });

  it.each([
    ['dynamodb', 'UnrecognizedClientException'],
    ['s3', 'InvalidAccessKeyId'],
    ['sts', 'InvalidClientTokenId'],
  ])('refuses an unknown key to %s with %s', async (service, code) => {
    const iam = await anIam();
    expect(() => iam.principalOf(...signedBy('AKIAUNKNOWN', service))).toThrow(
      expect.objectContaining({ code }),
    );
    expect(iam.secretOf('AKIAUNKNOWN')).toBeUndefined();
  });

  it('refuses a key without its token, with another key’s token, and with a changed one', async () => {
    const iam = await anIam(aRole('One'), aRole('Two'));
    const [one, two] = ['One', 'Two'].map((name) => iam.credentialsFor(roleArn(name)));
    const [content = '', signature = ''] = one?.sessionToken.split('.') ?? [];
    const session = JSON.parse(Buffer.from(content, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...session, tags: { tenant: 'acme' } })).toString(
      'base64url',
    );
    for (const token of [undefined, two?.sessionToken, `${forged}.${signature}`, 'nonsense']) {
      expect(() => iam.principalOf(...signedBy(one?.accessKeyId ?? '', 'kms', token))).toThrow(
        'The security token included in the request is invalid.',
      );
    }
  });

  it('keeps its secret from other users of the machine', async () => {
    await anIam();
    expect((await stat(join(dataDir, 'iam', 'credentials-secret'))).mode & 0o777).toBe(0o600);
  });

  it('fails when a role uses a managed policy that nobody knows', async () => {
    const role = aRole('Odd', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    await expect(anIam(role)).rejects.toThrow(/Odd uses the policy arn:aws:iam::aws:policy\/Admin/);
  });
});
