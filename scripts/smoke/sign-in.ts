import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';

export interface SignIn {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Signs a user in by SRP, as apps do: the password never leaves this process.
 * @returns the access token; undefined if the pool asks for more than the password
 */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  { userPoolId, clientId, username, password }: SignIn,
): Promise<string | undefined> {
  const session = createSrpSession(username, password, userPoolId, false);
  const { ChallengeParameters = {} } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: username, SRP_A: session.largeA },
    }),
  );
  const signed = signSrpSession(session, { ChallengeParameters });
  const { AuthenticationResult } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: username,
        TIMESTAMP: signed.timestamp,
        PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
        PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
      },
    }),
  );
  return AuthenticationResult?.AccessToken;
}
