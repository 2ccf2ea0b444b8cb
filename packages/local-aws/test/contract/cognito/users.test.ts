import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  SignUpCommand,
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
  const get = async (Username: string) => {
    const user = await cognito.client.send(new AdminGetUserCommand({ UserPoolId: pool, Username }));
    const values = Object.fromEntries(
      (user.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]),
    );
    return { ...user, values };
  };
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
    const { values } = await get('made');
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
    expect((await get('shared@example.com')).Username).toBe('second-owner');
  });

  it('refuse an administrator who gives them the verified address of another', async () => {
    await create('owner', { email: 'owned@example.com', email_verified: 'true' });
    const Username = await cognito.aUser(pool);
    const command = new AdminUpdateUserAttributesCommand({
      UserPoolId: pool,
      Username,
      UserAttributes: attributes({ email: 'owned@example.com', email_verified: 'true' }),
    });
    await expect(cognito.client.send(command)).rejects.toMatchObject({ name: 'AliasExistsException' });
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

  it('keep an immutable attribute at its first value', async () => {
    const Username = await cognito.aUser(pool, { 'custom:tenant': 'acme' });
    const update = (values: Record<string, string>) =>
      cognito.client.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: pool,
          Username,
          UserAttributes: attributes(values),
        }),
      );
    await expect(update({ 'custom:tenant': 'globex' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('user.custom:tenant: Attribute cannot be updated.'),
    });
    await update({ name: 'Ann' });
    expect((await get(Username)).values).toMatchObject({ 'custom:tenant': 'acme', name: 'Ann' });
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

  it('cannot sign themselves up where only administrators make users', async () => {
    const command = new SignUpCommand({ ClientId: app, Username: 'self-made', Password: PASSWORD });
    await expect(cognito.client.send(command)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
  });

  it('are disabled, enabled and deleted', async () => {
    const Username = await cognito.aUser(pool);
    const user = { UserPoolId: pool, Username };
    await cognito.client.send(new AdminDisableUserCommand(user));
    expect((await get(Username)).Enabled).toBe(false);
    await cognito.client.send(new AdminEnableUserCommand(user));
    expect((await get(Username)).Enabled).toBe(true);
    await cognito.client.send(new AdminDeleteUserCommand(user));
    await expect(get(Username)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('carry their groups in both tokens, the most important first', async () => {
    const Username = await cognito.aUser(pool);
    for (const [GroupName, Precedence] of [
      ['operators', 5],
      ['auditors', 1],
    ] as const) {
      await cognito.client.send(new CreateGroupCommand({ UserPoolId: pool, GroupName, Precedence }));
      await cognito.client.send(new AdminAddUserToGroupCommand({ UserPoolId: pool, Username, GroupName }));
    }
    const payload = (await accessTokenOf(Username))?.split('.')[1] ?? '';
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect([...claims['cognito:groups']].sort()).toEqual(['auditors', 'operators']);
    const members = new ListUsersInGroupCommand({ UserPoolId: pool, GroupName: 'operators' });
    expect((await cognito.client.send(members)).Users?.map((user) => user.Username)).toEqual([Username]);
    await cognito.client.send(
      new AdminRemoveUserFromGroupCommand({ UserPoolId: pool, Username, GroupName: 'auditors' }),
    );
    const { Groups } = await cognito.client.send(
      new AdminListGroupsForUserCommand({ UserPoolId: pool, Username }),
    );
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['operators']);
  });

  it('refuse a group that is not there, and one that is there twice', async () => {
    const Username = await cognito.aUser(pool);
    const missing = new AdminAddUserToGroupCommand({ UserPoolId: pool, Username, GroupName: 'nobody' });
    await expect(cognito.client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const twice = new CreateGroupCommand({ UserPoolId: pool, GroupName: 'twice' });
    await cognito.client.send(twice);
    await expect(cognito.client.send(twice)).rejects.toMatchObject({ name: 'GroupExistsException' });
  });

  it('are found by filter and listed in pages', async () => {
    const own = await cognito.aUserPool();
    for (const letter of ['a', 'b', 'c']) {
      await cognito.aUser(own, { email: `${letter}@example.com`, name: letter === 'c' ? 'other' : 'same' });
    }
    const list = (more: object) =>
      cognito.client
        .send(new ListUsersCommand({ UserPoolId: own, ...more }))
        .then((page) => page.Users ?? []);
    expect(await list({})).toHaveLength(3);
    expect(await list({ Filter: 'email = "b@example.com"' })).toHaveLength(1);
    expect(await list({ Filter: 'name ^= "sa"' })).toHaveLength(2);
    expect(await list({ Filter: 'cognito:user_status = "CONFIRMED"' })).toHaveLength(3);
    const first = await cognito.client.send(new ListUsersCommand({ UserPoolId: own, Limit: 2 }));
    const { PaginationToken } = first;
    const second = await cognito.client.send(
      new ListUsersCommand({ UserPoolId: own, Limit: 2, PaginationToken }),
    );
    const names = [...(first.Users ?? []), ...(second.Users ?? [])].map(({ Username }) => Username);
    expect(new Set(names).size).toBe(3);
    expect(second.PaginationToken).toBeUndefined();
    await expect(list({ Filter: 'email like "x"' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('belong to a pool that says what it is', async () => {
    const { UserPool } = await cognito.client.send(new DescribeUserPoolCommand({ UserPoolId: pool }));
    expect(UserPool).toMatchObject({ Id: pool, Name: 'face-idv-contract', MfaConfiguration: 'OFF' });
    expect(UserPool?.Policies?.PasswordPolicy).toMatchObject({ MinimumLength: 12, RequireSymbols: true });
    const described = new DescribeUserPoolClientCommand({ UserPoolId: pool, ClientId: app });
    const { UserPoolClient } = await cognito.client.send(described);
    expect(UserPoolClient).toMatchObject({ ClientId: app, AccessTokenValidity: 15, UserPoolId: pool });
    expect(UserPoolClient?.ClientSecret).toBeUndefined();
  });

  it('refuse a pool and a client that are not there', async () => {
    const region = pool.split('_')[0];
    const missing = new DescribeUserPoolCommand({ UserPoolId: `${region}_Missing00` });
    await expect(cognito.client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const command = new InitiateAuthCommand({
      ClientId: 'nosuchclient0000000000000a',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'x', PASSWORD },
    });
    await expect(cognito.client.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
