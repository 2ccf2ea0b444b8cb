import { createHash } from 'node:crypto';
import { type Generations, generationsOf } from '../collections/contract.ts';
import { missingShardKey } from '../collections/domain/shard.ts';
import { type ReadConsentDependencies, requireConsent } from '../consents/require-consent.ts';
import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { Caller } from '../kernel/caller.ts';
import { rangeAt, standingOf } from '../kernel/challenge-versions.ts';
import type { LivenessChallenge } from '../kernel/liveness-challenge.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { LIVENESS_SESSION_LIFETIME_MS, type LivenessSession } from '../sessions/domain/liveness-session.ts';
import { consentingTo, type VerificationSession } from '../sessions/domain/verification-session.ts';
import { emitCalls } from '../sessions/emit-check.ts';
import { type MoveSessionDependencies, moveSession } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { type RefuseKnownOutcomeDependencies, refuseKnownOutcome } from '../sessions/refuse-known-outcome.ts';
import {
  readSession,
  requireFaceCheck,
  requireLive,
  requireOpen,
  stateProblem,
} from '../sessions/session-access.ts';
import type { ClaimedVersions } from './contract.ts';
import { challengeOf } from './domain/challenge.ts';
import type { Liveness } from './ports/liveness.ts';

export interface CreateLivenessSessionDependencies
  extends MoveSessionDependencies,
    ReadConsentDependencies,
    Omit<RefuseKnownOutcomeDependencies, 'policy'> {
  readonly sessions: SessionStore;
  readonly generations: Generations;
  readonly liveness: Liveness;
  readonly policyOf: PolicyOf;
}

export interface LivenessSessionRequest {
  /** The same key gets the same Rekognition session, even after a crash in between. */
  readonly idempotencyKey: string;
  /** Versions that the app can do; unknown if absent. */
  readonly challenge_versions?: ClaimedVersions | undefined;
}

/**
 * Creates a liveness check, bound to tenant, user, verification, device and purpose.
 * @throws Problem `not_found`, `invalid_state`, `session_expired`, `liveness_already_passed`,
 * `liveness_locked_out`, `liveness_blocked`, `user_already_enrolled`, `user_not_enrolled`,
 * `upgrade_required`, `consent_withdrawn`, `test_session` or `too_many_open_sessions`
 */
export async function createLivenessSession(
  caller: Caller,
  sessionId: string,
  { idempotencyKey, challenge_versions: claimed = {} }: LivenessSessionRequest,
  dependencies: CreateLivenessSessionDependencies,
): Promise<LivenessSession> {
  const { sessions, liveness, policyOf, clock, emit } = dependencies;
  const now = clock();
  let livenessSession: LivenessSession | undefined;
  const read = await readSession(sessions, caller, sessionId);
  requireLive(read);
  const policy = await policyOf(read);
  const applied = await moveSession(
    read,
    async (session) => {
      requireUnchecked(session, now);
      requireShard(session, dependencies);
      await requireConsent(consentingTo(session), 'liveness', dependencies);
      await refuseKnownOutcome(session, 'liveness', now, { ...dependencies, policy });
      const begun = await sessions.listLivenessSessions(session.tenant, session.id);
      refuseTooMany(session, begun, now);
      const challenge = challengeOf(session, policy.liveness);
      refuseRetired(challenge, claimed, now, { policy, emit });
      // one with light is left behind if its person has asked for the other path meanwhile
      if (livenessSession?.challenge !== challenge) {
        const token = `${session.id}:${idempotencyKey}:${challenge}`;
        const versions = rangeAt(policy.liveness.versions, challenge, now);
        const id = await liveness.create({
          challenge,
          ...(versions ? { versions } : {}),
          keyPrefix: evidencePrefix(session, 'liveness'),
          requestToken: createHash('sha256').update(token).digest('hex'),
        });
        livenessSession = bind(id, session, challenge, now);
      }
      // begun by the same request before it crashed
      const { id } = livenessSession;
      if (begun.some((other) => other.id === id)) return undefined;
      return { name: 'start_liveness', effects: { newLivenessSession: livenessSession } };
    },
    dependencies,
  );
  if (!livenessSession) throw stateProblem(await readSession(sessions, caller, sessionId));
  if (applied) {
    emit('LivenessSessionCreated', 1, {});
    emitCalls(read.type, { CreateFaceLivenessSession: 1 }, emit);
  }
  return livenessSession;
}

/** @throws Problem `invalid_state`, `session_expired` or `liveness_already_passed` */
function requireUnchecked(session: VerificationSession, now: Date): void {
  requireOpen(session, now);
  requireFaceCheck(session);
  if (session.selfie)
    throw new Problem(
      'liveness_already_passed',
      `verification session ${session.id} has already passed its liveness check`,
    );
}

/** Refuses a session that was created before a generation was added whose shard key its user lacks. */
function requireShard(
  { id, tenant, user_id, attributes }: VerificationSession,
  { generations, emit }: CreateLivenessSessionDependencies,
): void {
  const problem = missingShardKey(generationsOf(generations, tenant), { userId: user_id, attributes });
  if (problem === undefined) return;
  emit('VerificationRefused', 1, { Step: 'liveness', ReasonCode: 'shard_attribute_missing' });
  throw new Problem('invalid_state', `verification session ${id} has no shard: ${problem}; create a new one`);
}

/** Refuses an app whose every version of the challenge is retired, before its person takes the check. */
function refuseRetired(
  challenge: LivenessChallenge,
  { [challenge]: version }: ClaimedVersions,
  now: Date,
  { policy, emit }: { readonly policy: VerificationPolicy; readonly emit: EmitMetric },
): void {
  const { versions } = policy.liveness;
  if (version === undefined || standingOf({ type: challenge, version }, versions, now) !== 'retired') return;
  emit('VerificationRefused', 1, { Step: 'liveness', ReasonCode: 'challenge_version_retired' });
  emit('LivenessVersionOutdated', 1, { Standing: 'retired' });
  throw new Problem(
    'upgrade_required',
    `the app can do ${challenge} ${version}, and ${rangeAt(versions, challenge, now)?.minimum} or newer is required; update the app and its liveness component`,
  );
}

/** A liveness check that only this session can use, within the time that Rekognition keeps it. */
const bind = (
  id: string,
  session: VerificationSession,
  challenge: LivenessChallenge,
  now: Date,
): LivenessSession => ({
  id,
  tenant: session.tenant,
  verification_session_id: session.id,
  user_id: session.user_id,
  ...(session.device_id !== undefined ? { device_id: session.device_id } : {}),
  purpose: session.type,
  challenge,
  created_at: now.toISOString(),
  expires_at: new Date(now.getTime() + LIVENESS_SESSION_LIFETIME_MS).toISOString(),
  retained_until: session.retained_until,
  status: 'created',
});

/** Refuses more open checks than the session has attempts left, so that none is kept for after a lockout. */
function refuseTooMany(session: VerificationSession, begun: readonly LivenessSession[], now: Date): void {
  const open = begun.filter(
    ({ status, expires_at }) => status === 'created' && Date.parse(expires_at) > now.getTime(),
  );
  const [oldest] = open;
  const left = session.liveness_failures_allowed - session.liveness_failures;
  if (!oldest || open.length < left) return;
  throw new Problem(
    'too_many_open_sessions',
    `verification session ${session.id} has ${open.length} open liveness checks and ${left} attempts left; complete one of them`,
    { retry_after_seconds: Math.ceil((Date.parse(oldest.expires_at) - now.getTime()) / 1000) },
  );
}
