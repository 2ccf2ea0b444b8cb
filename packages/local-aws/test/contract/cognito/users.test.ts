import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCognito, type CognitoUnderTest, PASSWORD } from './a-user-pool.ts';

describe('users of a Cognito pool', () => {
  let cognito: CognitoUnderTest;
  let pool: string;
  let app: string;

  beforeAll(async () => {
    cognito = await aCognito();
    pool = await cognito.aUserPool();
    app = (await cognito.anAppClient(pool, { WriteAttributes: ['email', 'name'] })).ClientId;
  });
  afterAll(() => cognito.close());

  const attributes = (values: Record<string, string>) =>
    Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
  const create = (Username: string, values: Record<string, string> = {}, more: object = {}) =>
    cognito.client.send(
      new AdminCreateUserCommand({
        UserPoolId: pool,
        Username,
        UserAttributes: attributes(values),
        MessageAction: 'SUPPRESS',
        ...more,
      }),
    );
  const valuesOf = (list: readonly AttributeType[] = []) =>
    Object.fromEntries(list.map(({ Name = '', Value }) => [Name, Value]));
  const accessTokenOf = async (USERNAME: string) => {
    const { AuthenticationResult } = await cognito.client.send(
      new InitiateAuthCommand({
        ClientId: app,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
    return AuthenticationResult?.AccessToken;
  };

  it('are made by administrators, with attributes, to change their password', async () => {
    const { User } = await create('made', { email: 'made@example.com', 'custom:tenant': 'acme' });
    expect(User).toMatchObject({ Username: 'made', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(User?.UserCreateDate).toBeInstanceOf(Date);
    const values = valuesOf(User?.Attributes);
    expect(values).toMatchObject({ email: 'made@example.com', 'custom:tenant': 'acme' });
    expect(values.sub).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuse a name that is taken', async () => {
    await create('taken');
    await expect(create('taken')).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  it('refuse a verified address that is another’s, unless it is taken away by force', async () => {
    const address = { email: 'shared@example.com', email_verified: 'true' };
    await create('first-owner', address);
    await expect(create('second-owner', address)).rejects.toMatchObject({ name: 'AliasExistsException' });
    await create('second-owner', address, { ForceAliasCreation: true });
    const shared = { UserPoolId: pool, Username: 'shared@example.com', Password: PASSWORD, Permanent: true };
    await cognito.client.send(new AdminSetUserPasswordCommand(shared));
    const AccessToken = await accessTokenOf('shared@example.com');
    const { Username } = await cognito.client.send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe('second-owner');
  });

  it.each([
    ['an attribute that the pool does not have', { 'custom:unknown': 'x' }],
    ['a value that is too long', { 'custom:tenant': 'x'.repeat(32) }],
    ['what is no address', { email: 'not an address' }],
  ])('refuse %s', async (_name, values) => {
    await expect(create('refused', values)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('change for themselves what their app may write, and nothing else', async () => {
    const username = await cognito.aUser(pool);
    const AccessToken = await accessTokenOf(username);
    const update = (values: Record<string, string>) =>
      cognito.client.send(
        new UpdateUserAttributesCommand({ AccessToken, UserAttributes: attributes(values) }),
      );
    await update({ name: 'Ann' });
    for (const values of [{ 'custom:tenant': 'globex' }, { nickname: 'annie' }]) {
      await expect(update(values)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'A client attempted to write unauthorized attribute',
      });
    }
    const { UserAttributes } = await cognito.client.send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Ann' });
  });

  it.each([
    ['short', 'Ab1!'],
    ['without a capital', 'correct-horse-9'],
    ['without a small letter', 'CORRECT-HORSE-9'],
    ['without a digit', 'Correct-Horse-X'],
    ['without a symbol', 'CorrectHorse99'],
  ])('refuse a password that is %s', async (_name, Password) => {
    const Username = await cognito.aUser(pool);
    const command = new AdminSetUserPasswordCommand({ UserPoolId: pool, Username, Password });
    await expect(cognito.client.send(command)).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: expect.stringContaining('Password did not conform with policy'),
    });
  });

  it('carry their groups in both tokens, the most important first', async () => {
    const Username = await cognito.aUser(pool);
    for (const [GroupName, precedence] of [
      ['operators', 5],
      ['auditors', 1],
    ] as const) {
      await cognito.aGroup(pool, GroupName, precedence);
      await cognito.client.send(new AdminAddUserToGroupCommand({ UserPoolId: pool, Username, GroupName }));
    }
    const payload = (await accessTokenOf(Username))?.split('.')[1] ?? '';
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect([...claims['cognito:groups']].sort()).toEqual(['auditors', 'operators']);
  });

  it('are deleted, and their tokens with them', async () => {
    const Username = await cognito.aUser(pool);
    const AccessToken = await accessTokenOf(Username);
    await cognito.client.send(new AdminDeleteUserCommand({ UserPoolId: pool, Username }));
    await expect(cognito.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: expect.stringMatching(/^(NotAuthorizedException|UserNotFoundException)$/),
    });
    await expect(accessTokenOf(Username)).rejects.toThrow();
    await create(Username);
  });

  it('refuse a group that is not there', async () => {
    const Username = await cognito.aUser(pool);
    const missing = new AdminAddUserToGroupCommand({ UserPoolId: pool, Username, GroupName: 'nobody' });
    await expect(cognito.client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('sign in with clients that are listed, and described with their secret if they have one', async () => {
    const { ClientId } = await cognito.anAppClient(pool, { ClientName: 'backend', GenerateSecret: true });
    const list = new ListUserPoolClientsCommand({ UserPoolId: pool, MaxResults: 60 });
    const { UserPoolClients } = await cognito.client.send(list);
    expect(UserPoolClients).toContainEqual(
      expect.objectContaining({ ClientId, UserPoolId: pool, ClientName: 'backend' }),
    );
    const describeClient = async (id: string) =>
      (await cognito.client.send(new DescribeUserPoolClientCommand({ UserPoolId: pool, ClientId: id })))
        .UserPoolClient;
    expect((await describeClient(ClientId))?.ClientSecret).toMatch(/^[a-z0-9]+$/);
    const described = await describeClient(app);
    expect(described).toMatchObject({ ClientId: app, AccessTokenValidity: 15, UserPoolId: pool });
    expect(described?.ClientSecret).toBeUndefined();
  });

  it('refuse a pool and a client that are not there', async () => {
    const region = pool.split('_')[0];
    const missing = new ListUserPoolClientsCommand({ UserPoolId: `${region}_Missing00`, MaxResults: 60 });
    await expect(cognito.client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const command = new InitiateAuthCommand({
      ClientId: 'nosuchclient0000000000000a',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'x', PASSWORD },
    });
    await expect(cognito.client.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
