import { createHmac, randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { LocalStack } from '../../local/start/local-stack.ts';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

const clientOf = ({ endpoint, region }: LocalStack) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
  });

/** Creates an operator as an administrator of the user pool does: with a password that must be changed. */
export async function aNewOperator(
  stack: LocalStack,
  group: 'viewers' | 'reviewers' | 'operators',
): Promise<Credentials> {
  const cognito = clientOf(stack);
  const account = { username: `operator-${randomUUID()}`, password: 'Set-by-admin-1' };
  const user = { UserPoolId: stack.userPoolId, Username: account.username };
  await cognito.send(
    new AdminCreateUserCommand({
      ...user,
      TemporaryPassword: account.password,
      UserAttributes: [{ Name: 'custom:tenant', Value: 'demo' }],
      MessageAction: 'SUPPRESS',
    }),
  );
  await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  cognito.destroy();
  return account;
}

/** Seconds that a code is good for (RFC 6238). */
const STEP_SECONDS = 30;

/**
 * Sets up an authenticator app for somebody who has a password.
 * @returns what gives the code that the app shows; that of the step before is used up
 */
export async function setUpAuthenticator(
  stack: LocalStack,
  { username, password }: Credentials,
): Promise<() => string> {
  const cognito = clientOf(stack);
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: stack.endUserClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const AccessToken = AuthenticationResult?.AccessToken;
  const { SecretCode = '' } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const step = () => Math.floor(Date.now() / 1000 / STEP_SECONDS);
  // a code counts once, and the next one is for the sign-in
  const UserCode = codeOf(SecretCode, step() - 1);
  await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  await cognito.send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );
  cognito.destroy();
  return () => codeOf(SecretCode, step());
}

/** Code of a step by RFC 6238: the last four bits of the hash say which 31 of its bits become six digits. */
function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Bytes of a text in Base32 (RFC 4648). */
function bytesOf(text: string): Buffer {
  const bits = [...text.replaceAll('=', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
