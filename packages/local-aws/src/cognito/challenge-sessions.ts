import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { randomId } from './directory.ts';
import type { SrpExchange } from './srp.ts';
import type { TokenReason } from './tokens.ts';

/** One past round of a custom sign-in, as the triggers see it. */
export interface CustomRound {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}

/** The next challenge of a sign-in, with the data for checking its answer. */
export type Challenge =
  | { readonly name: 'PASSWORD_VERIFIER'; readonly exchange: SrpExchange }
  | { readonly name: 'NEW_PASSWORD_REQUIRED' }
  | { readonly name: 'SOFTWARE_TOKEN_MFA' }
  | { readonly name: 'MFA_SETUP'; readonly secret?: string; readonly verified: boolean }
  | {
      readonly name: 'CUSTOM_CHALLENGE';
      readonly privateParameters: Readonly<Record<string, string>>;
      readonly metadata: string | null;
    };

/** A sign-in that waits for an answer. */
export interface PendingSignIn {
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly reason: TokenReason;
  readonly challenge: Challenge;
  /** Rounds so far of a custom sign-in; absent in any other. */
  readonly rounds?: readonly CustomRound[];
  /** True for a name that no user has, where the client hides which users exist. */
  readonly userNotFound?: true;
}

/**
 * Sign-ins between two requests. They live for minutes and only in memory: after a restart the person starts
 * the sign-in again, as after a session that expired.
 */
export interface ChallengeSessions {
  /** Remembers a sign-in for `minutes`; `id` is made up unless the protocol has one of its own. */
  open(pending: PendingSignIn, minutes: number, id?: string): string;
  /** Throws `NotAuthorizedException` unless `id` waits for that client. */
  read(id: string | undefined, clientId?: string): PendingSignIn;
  close(id: string): void;
}

const SESSION_ID_LENGTH = 200;
const MINUTE_MS = 60_000;

export function createChallengeSessions(clock: Clock): ChallengeSessions {
  const sessions = new Map<string, { readonly pending: PendingSignIn; readonly expiresAt: number }>();
  const dropExpired = () => {
    for (const [id, { expiresAt }] of sessions) if (expiresAt <= clock.now()) sessions.delete(id);
  };
  return {
    open: (pending, minutes, id = randomId(SESSION_ID_LENGTH)) => {
      dropExpired();
      sessions.set(id, { pending, expiresAt: clock.now() + minutes * MINUTE_MS });
      return id;
    },
    read: (id, clientId) => {
      const session = sessions.get(id ?? '');
      if (!session || (clientId !== undefined && session.pending.clientId !== clientId)) {
        throw new AwsError('NotAuthorizedException', 'Invalid session for the user.');
      }
      if (session.expiresAt <= clock.now()) {
        throw new AwsError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
      }
      return session.pending;
    },
    close: (id) => {
      sessions.delete(id);
    },
  };
}
