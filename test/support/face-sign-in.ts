import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type ChallengeNameType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { photoCamera } from '../../local/demo/camera.ts';
import { verificationApi } from '../../local/demo/verification-api.ts';
import type { FlowStack } from './flow-stack.ts';

export const PASSWORD = 'Correct-Horse-9';
export const NOTICE = { consent_notice_version: '2026-01' };

/** A user of the user pool. */
export interface PoolAccount {
  readonly username: string;
  /** The id of the user in the product. */
  readonly userId: string;
}

/** An answer of Cognito: a challenge, or tokens. */
export interface SignInAnswer {
  readonly ChallengeName?: ChallengeNameType | undefined;
  readonly ChallengeParameters?: Record<string, string> | undefined;
  readonly Session?: string | undefined;
  readonly AuthenticationResult?:
    | { readonly AccessToken?: string | undefined; readonly RefreshToken?: string | undefined }
    | undefined;
}

/** The app of a customer, which signs people in by the API of Cognito. */
export function aSigningApp({ stack }: FlowStack) {
  const cognito = new CognitoIdentityProviderClient({
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
  });
  const { userPoolId: UserPoolId, endUserClientId: ClientId } = stack;

  const initiate = (
    AuthFlow: 'CUSTOM_AUTH' | 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH',
    AuthParameters: Record<string, string>,
  ): Promise<SignInAnswer> => cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));

  const respond = (
    ChallengeName: ChallengeNameType,
    ChallengeResponses: Record<string, string>,
    Session?: string,
    ClientMetadata: Record<string, string> = {},
  ): Promise<SignInAnswer> =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        ChallengeResponses,
        Session,
        ClientMetadata,
      }),
    );

  /** Proves the password without sending it. */
  const withPassword = async (
    username: string,
    {
      password = PASSWORD,
      flow = 'CUSTOM_AUTH',
      metadata = NOTICE,
    }: {
      readonly password?: string;
      readonly flow?: 'CUSTOM_AUTH' | 'USER_SRP_AUTH';
      readonly metadata?: Record<string, string>;
    } = {},
  ): Promise<SignInAnswer> => {
    const session = createSrpSession(username, password, UserPoolId, false);
    const begun = await initiate(flow, {
      USERNAME: username,
      SRP_A: session.largeA,
      ...(flow === 'CUSTOM_AUTH' ? { CHALLENGE_NAME: 'SRP_A' } : {}),
    });
    const signed = signSrpSession(session, begun as never);
    const responses = {
      USERNAME: username,
      TIMESTAMP: signed.timestamp,
      PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
      PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
    };
    return respond('PASSWORD_VERIFIER', responses, undefined, metadata);
  };

  return {
    close: () => cognito.destroy(),
    initiate,
    respond,
    withPassword,

    /** Creates a user whose first password is not a temporary one. */
    async anAccount(tenant = 'demo'): Promise<PoolAccount> {
      const username = `face-${randomUUID()}`;
      const { User } = await cognito.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username: username,
          UserAttributes: [{ Name: 'custom:tenant', Value: tenant }],
          MessageAction: 'SUPPRESS',
        }),
      );
      await cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username: username,
          Password: PASSWORD,
          Permanent: true,
        }),
      );
      const userId = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
      if (!userId) throw new Error('the user has no sub');
      return { username, userId };
    },

    /** Answers a challenge of the face with the id of a session. */
    answer: (
      username: string,
      { Session }: SignInAnswer,
      sessionId: string,
      metadata: Record<string, string> = { ...NOTICE, verification_session_id: sessionId },
    ): Promise<SignInAnswer> =>
      respond('CUSTOM_CHALLENGE', { USERNAME: username, ANSWER: sessionId }, Session, metadata),

    /** Takes the liveness check of a challenge with a photo, and submits it, by the token of its session alone. */
    async showFace({ ChallengeParameters = {} }: SignInAnswer, selfie: Buffer): Promise<string> {
      const { verification_session_id = '', client_token = '' } = ChallengeParameters;
      const api = verificationApi(stack.apiUrl, async () => client_token);
      const check = await api.post<Parameters<ReturnType<typeof photoCamera>>[0]>(
        '/client-session/liveness-sessions',
      );
      const photo = { name: 'selfie', bytes: selfie, contentType: 'image/jpeg' as const };
      await photoCamera(stack.endpoint)(check, photo, 'protocol');
      await api.post(`/client-session/liveness-sessions/${check.liveness_session_id}/complete`);
      await api.post('/client-session/submit');
      return verification_session_id;
    },
  };
}
