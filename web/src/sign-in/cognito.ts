import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  type SignInOutput,
  signIn,
  signOut as signOutOfCognito,
} from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { sessionStorage } from 'aws-amplify/utils';
import type { WebConfig } from '../config/web-config.ts';

/** What a sign-in asks of its person next. */
export type SignInStep =
  | { readonly kind: 'password' }
  /** A code of the authenticator app. */
  | { readonly kind: 'code' }
  /** The first code of an authenticator app that the person sets up by this secret. */
  | { readonly kind: 'new_authenticator'; readonly secret: string; readonly uri: string }
  /** A password of the person's own, instead of the one that an administrator set. */
  | { readonly kind: 'new_password' }
  | { readonly kind: 'done' };

/** Name under which an authenticator app lists the account. */
const APP_NAME = 'face-idv';

/** Uses the user pool of a deployment. Tokens are kept while the browser tab is open. */
export function useUserPool({ signIn: { userPoolId, clientId, endpoint } }: WebConfig): void {
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId: clientId,
        ...(endpoint === undefined ? {} : { userPoolEndpoint: endpoint }),
      },
    },
  });
  // after the above, which would set it to the storage that all tabs share and that outlives them
  cognitoUserPoolsTokenProvider.setKeyValueStorage(sessionStorage);
}

/**
 * Proves a password to the user pool without sending it (Secure Remote Password).
 * @throws Error by name: `NotAuthorizedException` for a wrong one, or as the network fails
 */
export async function signInWithPassword(username: string, password: string): Promise<SignInStep> {
  // a sign-in that was left half way would be refused a second one
  await signOutOfCognito();
  return stepOf(await signIn({ username, password, options: { authFlowType: 'USER_SRP_AUTH' } }));
}

/** Answers what {@link signInWithPassword} asked for. @throws Error by name: `CodeMismatchException` */
export const answerStep = async (text: string): Promise<SignInStep> =>
  stepOf(await confirmSignIn({ challengeResponse: text.trim() }));

/** @throws Error for a step that the user pool of the template never asks for */
function stepOf({ nextStep }: SignInOutput): SignInStep {
  switch (nextStep.signInStep) {
    case 'DONE':
      return { kind: 'done' };
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return { kind: 'code' };
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP': {
      const { sharedSecret, getSetupUri } = nextStep.totpSetupDetails;
      return { kind: 'new_authenticator', secret: sharedSecret, uri: getSetupUri(APP_NAME).href };
    }
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return { kind: 'new_password' };
    default:
      throw new Error(`the sign-in asks for ${nextStep.signInStep}, which this page does not know`);
  }
}

/** Somebody who has signed in. */
export interface SignedIn {
  /** Id of the user in the user pool, which the API calls `subject`. */
  readonly subject: string;
  readonly username: string;
  /** Scopes of the access token, such as `face-idv/verifications.operate`. */
  readonly scopes: readonly string[];
}

/** Returns who is signed in, if anybody. */
export async function signedIn(): Promise<SignedIn | undefined> {
  const { tokens } = await fetchAuthSession();
  if (!tokens) return undefined;
  const { sub, username, scope } = tokens.accessToken.payload;
  return {
    subject: String(sub ?? ''),
    username: String(username ?? ''),
    scopes: String(scope ?? '').split(' '),
  };
}

/** Returns the access token of who is signed in, renewed when it is about to expire. @throws Error if nobody is */
export async function accessToken(): Promise<string> {
  const { tokens } = await fetchAuthSession();
  if (!tokens) throw new Error('nobody is signed in');
  return tokens.accessToken.toString();
}

export const signOut = (): Promise<void> => signOutOfCognito();
