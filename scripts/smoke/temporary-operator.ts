import { randomBytes, randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { OPERATOR_ROLES, TENANT_ATTRIBUTE } from '../../lambda/kernel/tenancy.ts';
import { InputError } from '../../local/demo/photo.ts';
import { signIn } from './sign-in.ts';

export interface OperatorPlace {
  readonly userPoolId: string;
  readonly endUserClientId: string;
  readonly tenant: string;
}

/**
 * Creates an operator for a piece of work and deletes it afterwards.
 * @throws InputError where the user pool requires a second factor, which such a user does not have
 */
export async function withTemporaryOperator<T>(
  cognito: CognitoIdentityProviderClient,
  { userPoolId, endUserClientId, tenant }: OperatorPlace,
  work: (accessToken: string) => Promise<T>,
): Promise<T> {
  const user = { UserPoolId: userPoolId, Username: `smoke-${randomUUID()}` };
  // 24 random bytes, and one character of each kind that the password policy asks for
  const password = `${randomBytes(24).toString('base64url')}aA1!`;
  await cognito.send(
    new AdminCreateUserCommand({
      ...user,
      UserAttributes: [{ Name: `custom:${TENANT_ATTRIBUTE}`, Value: tenant }],
      MessageAction: 'SUPPRESS',
    }),
  );
  try {
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    await cognito.send(
      new AdminAddUserToGroupCommand({ ...user, GroupName: OPERATOR_ROLES.administrator.group }),
    );
    const signingIn = { userPoolId, clientId: endUserClientId, username: user.Username, password };
    const accessToken = await signIn(cognito, signingIn);
    if (accessToken === undefined)
      throw new InputError(
        'this stage requires a second factor at sign-in; sign in as an operator and pass the access token in SMOKE_OPERATOR_TOKEN',
      );
    return await work(accessToken);
  } finally {
    await cognito.send(new AdminDeleteUserCommand(user));
  }
}
