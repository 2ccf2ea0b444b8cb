import type { TokenSession } from '../client-sessions/domain/client-token.ts';
import { type MintClientTokenDependencies, mintClientToken } from '../client-sessions/mint-client-token.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { Problem } from '../kernel/problem.ts';
import {
  type CreateVerificationSessionDependencies,
  createVerificationSession,
} from '../sessions/create-verification-session.ts';
import { deviceId } from '../sessions/domain/verification-session.ts';
import type { FaceLogins } from './contract.ts';
import {
  type ChallengeMetadata,
  challengeMetadata,
  type FaceChallenge,
  type KeptChallenge,
} from './domain/challenge.ts';
import { hasPassword } from './domain/next-step.ts';
import type { PoolUser } from './domain/pool-user.ts';
import type { ChallengeKind, Round } from './domain/round.ts';

export interface CreateAuthChallengeDependencies
  extends Omit<CreateVerificationSessionDependencies, 'testMode'>,
    MintClientTokenDependencies {
  readonly modes: FaceLogins;
  /** The policy of the deployment's config, by which a decoy lives. */
  readonly stagePolicy: Pick<VerificationPolicy, 'session_lifetime_minutes'>;
  readonly emit: EmitMetric;
  readonly newIdentifier: NewIdentifier;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface SignInToChallenge {
  /** Undefined for a name that no user has. */
  readonly user: PoolUser | undefined;
  readonly rounds: readonly Round[];
  /** Of the app; it comes with answers only, so not with the first message of a sign-in. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A challenge: what the app gets, and what the user pool keeps. */
export interface CreatedChallenge {
  readonly kind: ChallengeKind;
  readonly shown: Readonly<Record<string, string>>;
  readonly kept: KeptChallenge;
}

const MINUTE_MS = 60_000;
/**
 * Time that a challenge takes at least where the password is not known to be right: more than creating a
 * session takes, so that a decoy is not recognized by its speed.
 */
const SAME_TIME_MS = 1000;

/**
 * Creates a challenge: an authentication of the user, whose app acts on it with a token of that session
 * alone; before it, the question for consent, if the app has not named the notice yet. Where the password
 * is not known to be right, a user who cannot sign in so gets a decoy.
 * @throws Problem why no session was created, if the password was right
 */
export async function createAuthChallenge(
  signIn: SignInToChallenge,
  dependencies: CreateAuthChallengeDependencies,
): Promise<CreatedChallenge> {
  const { emit, wait } = dependencies;
  const metadata = challengeMetadata.safeParse(signIn.metadata);
  if (!metadata.success)
    return { kind: 'consent', shown: { challenge: 'consent' }, kept: { kind: 'consent' } };

  const proved = hasPassword(signIn.rounds);
  const sameTime = proved ? undefined : wait(SAME_TIME_MS);
  const session = await newSession(signIn, metadata.data, proved, dependencies);
  const shown = await shownOf(session ?? aDecoy(dependencies), dependencies);
  await sameTime;
  emit('FaceLogin', 1, { Result: session ? 'challenged' : 'decoy' });
  return { kind: 'face', shown, kept: session ? session.kept : { kind: 'decoy' } };
}

/**
 * Returns the session of a challenge; undefined if there can be none and the caller must not learn why.
 */
async function newSession(
  { user }: SignInToChallenge,
  { consent_notice_version, consent_locale, consent_jurisdiction, device_id }: ChallengeMetadata,
  proved: boolean,
  dependencies: CreateAuthChallengeDependencies,
): Promise<(TokenSession & { readonly kept: FaceChallenge }) | undefined> {
  const mode = user && dependencies.modes[user.tenant];
  if (!user || (mode !== 'only_factor' && !(mode === 'second_factor' && proved))) return undefined;
  const { tenant, userId } = user;
  const caller: Caller = { tenant, subject: userId, scopes: ['self'] };
  const device = deviceId.safeParse(device_id);
  try {
    const { id, created_at, expires_at } = await createVerificationSession(
      caller,
      {
        type: 'authentication',
        consent: {
          given: true,
          notice_version: consent_notice_version,
          locale: consent_locale,
          jurisdiction: consent_jurisdiction,
          channel: 'app',
        },
        attributes: {},
        ...(device.success ? { device: { id: device.data } } : {}),
      },
      // no test signs anyone in
      { ...dependencies, testMode: false },
    );
    const kept = { kind: 'face', verification_session_id: id, tenant, user_id: userId } as const;
    return { tenant, id, created_at, expires_at, kept };
  } catch (error) {
    if (proved || !(error instanceof Problem)) throw error;
    return undefined;
  }
}

/** A session that does not exist, with the times of one that does. */
function aDecoy({ newIdentifier, clock, stagePolicy, modes }: CreateAuthChallengeDependencies): TokenSession {
  const now = clock();
  return {
    tenant: Object.keys(modes).find((tenant) => modes[tenant] === 'only_factor') ?? '',
    id: newIdentifier(ID_PREFIXES.verificationSession),
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + stagePolicy.session_lifetime_minutes * MINUTE_MS).toISOString(),
  };
}

const shownOf = async (session: TokenSession, dependencies: CreateAuthChallengeDependencies) => {
  const minted = await mintClientToken(session, dependencies);
  return {
    challenge: 'face',
    verification_session_id: session.id,
    client_token: minted?.client_token ?? '',
  };
};
