import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { OPERATOR_ROLES } from '../kernel/tenancy.ts';
import type { FaceLogins as Modes } from './contract.ts';
import type { PoolUser } from './domain/pool-user.ts';
import type { FaceLogins } from './ports/face-logins.ts';

export interface RequireFaceLoginDependencies {
  /** Modes of the tenants. */
  readonly modes: Modes;
  readonly logins: Pick<FaceLogins, 'spend'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

export interface SignedIn {
  readonly user: PoolUser | undefined;
  readonly groups: readonly string[];
  /** Whether a refresh token gets new tokens; its first ones had what they needed. */
  readonly isRefresh: boolean;
  /** The session that the app says its person has passed, sent with its last answer. */
  readonly sessionId: string | undefined;
}

/**
 * A sign-in that ends without tokens, since its tenant also asks for the face; the app sees the message.
 */
export class FaceRequired extends Error {
  override readonly name = 'FaceRequired';
}

/**
 * Requires that a user whose tenant signs in by face has just passed a challenge: the user pool offers
 * sign-ins by password alone to the users of other tenants, and asks this of every one. Operators enroll
 * no face.
 * @throws FaceRequired
 */
export async function requireFaceLogin(
  { user, groups, isRefresh, sessionId }: SignedIn,
  { modes, logins, clock, emit }: RequireFaceLoginDependencies,
): Promise<void> {
  if (!user || isRefresh || (modes[user.tenant] ?? 'off') === 'off') return;
  if (Object.values(OPERATOR_ROLES).some(({ group }) => groups.includes(group))) return;
  const { tenant, userId } = user;
  const isSpent =
    sessionId !== undefined &&
    (await logins.spend({ tenant, session_id: sessionId, user_id: userId }, clock()));
  if (isSpent) return;
  emit('FaceLogin', 1, { Result: 'missing' });
  throw new FaceRequired(
    'sign in with CUSTOM_AUTH, and send verification_session_id in the ClientMetadata of the last answer',
  );
}
