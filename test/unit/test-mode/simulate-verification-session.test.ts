import { describe, expect, it } from 'vitest';
import { declined, policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { VerificationPolicy } from '../../../lambda/kernel/policy.ts';
import { REASON_CODES, type ReasonCode } from '../../../lambda/kernel/reason-code.ts';
import type { SessionType } from '../../../lambda/kernel/session-type.ts';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import type { LivenessResult } from '../../../lambda/liveness/ports/liveness.ts';
import { failRegistration } from '../../../lambda/registration/end-registration.ts';
import { refuseRegistration } from '../../../lambda/registration/refuse-registration.ts';
import { toClientView } from '../../../lambda/sessions/domain/client-view.ts';
import {
  enrollingType,
  type VerificationSession,
} from '../../../lambda/sessions/domain/verification-session.ts';
import { ORIGINS, possibleReasons } from '../../../lambda/test-mode/domain/reason-origin.ts';
import type { Simulated } from '../../../lambda/test-mode/domain/simulated-outcome.ts';
import { simulateVerificationSession } from '../../../lambda/test-mode/simulate-verification-session.ts';
import { aBooth } from '../../support/lambda/a-liveness-booth.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import {
  aBackend,
  aCompleteSession,
  aMapping,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aStage(session: VerificationSession, policy: VerificationPolicy = DEFAULT_POLICY, testMode = true) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(session);
  const dependencies = {
    sessions,
    transitions: sessions,
    policyOf: pinned(policy),
    testMode,
    clock: () => NOON,
    emit,
  };
  return {
    ...dependencies,
    metrics,
    stored: () => sessions.stored(TENANT, session.id),
    simulate: (request: Simulated) =>
      simulateVerificationSession(aBackend(), session.id, request, dependencies),
  };
}

const aTest = (changes: Partial<VerificationSession> = {}) => aSession({ livemode: false, ...changes });

describe('simulating an outcome of a test session', () => {
  it('makes the transitions, events and checks of a live one, and no metric', async () => {
    const stage = aStage(aTest());
    expect(await stage.simulate({ outcome: 'pass' })).toMatchObject({
      livemode: false,
      status: 'approved',
      decision: { outcome: 'approved' },
    });
    expect(stage.sessions.events.map(({ type, livemode }) => [type, livemode])).toEqual([
      ['verification_session.liveness_started', false],
      ['verification_session.liveness_passed', false],
      ['verification_session.submitted', false],
      ['verification_session.approved', false],
    ]);
    expect(stage.metrics).toEqual([]);
    expect(stage.sessions.proofs).toEqual([]);
  });

  it('goes on from where the session is, by the policy that it has pinned', async () => {
    const stage = aStage(aTest());
    expect(await stage.simulate({ outcome: 'try_again' })).toMatchObject({
      status: 'requires_input',
      attempts_remaining: 2,
      last_error: { user_message_key: 'photograph_document_sharper' },
    });
    expect(await stage.simulate({ outcome: 'duplicate' })).toMatchObject({ status: 'in_review' });
    expect(await stage.simulate({ outcome: 'pass' })).toMatchObject({ status: 'approved' });
    expect(stage.stored()).toMatchObject({ runs: 3, findings: [{ finding: 'allow_pair' }] });
  });

  it('fails where another call moves the session meanwhile', async () => {
    const stage = aStage(aTest());
    const { apply } = stage.sessions;
    stage.sessions.apply = async (...transition) => {
      stage.sessions.apply = apply;
      await stage.sessions.move(TENANT, 'vs_1', 'cancel');
      return apply(...transition);
    };
    await expect(stage.simulate({ outcome: 'pass' })).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('meanwhile'),
    });
    expect(stage.stored().status).toBe('canceled');
  });

  it('refuses a live session, one that is over, and a stage without test mode', async () => {
    await expect(aStage(aSession()).simulate({ outcome: 'pass' })).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('is live'),
    });
    const overdue = aTest({ expires_at: minutesAfter(-1).toISOString() });
    await expect(aStage(overdue).simulate({ outcome: 'pass' })).rejects.toMatchObject({
      code: 'session_expired',
    });
    const off = aStage(aTest(), DEFAULT_POLICY, false);
    await expect(off.simulate({ outcome: 'pass' })).rejects.toMatchObject({ code: 'test_mode_off' });
    expect(off.sessions.events).toEqual([]);
  });

  it('refuses a reason that cannot occur, with those that can', async () => {
    const login = aStage(aTest({ type: 'authentication' }));
    await expect(login.simulate({ outcome: 'fail', reason: 'duplicate_face' })).rejects.toMatchObject({
      code: 'invalid_request',
      extensions: { errors: [{ path: 'reason', message: expect.stringContaining('face_not_recognized') }] },
    });
    const last = aStage(aTest({ document_attempts_allowed: 1 }));
    await expect(last.simulate({ outcome: 'try_again', reason: 'face_mismatch' })).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });
});

/** Policies that differ in what they make of a reason. */
const POLICIES: readonly (readonly [string, VerificationPolicy])[] = [
  ['the default', DEFAULT_POLICY],
  [
    'a strict one',
    {
      ...DEFAULT_POLICY,
      duplicates: 'decline',
      watchlist: { on_hit: 'decline', at_login: 'decline' },
      attempts: { document: 1 },
      liveness: { ...DEFAULT_POLICY.liveness, max_attempts: 1 },
    },
  ],
  [
    'one that asks reviewers',
    {
      ...DEFAULT_POLICY,
      watchlist: { on_hit: 'review', at_login: 'review' },
      search: { ...DEFAULT_POLICY.search, on_incomplete: 'review' },
    },
  ],
];
const TYPES: readonly SessionType[] = ['registration', 'authentication', 'step_up', 're_enrollment'];

const created = (type: SessionType, { attempts, liveness }: VerificationPolicy) => ({
  type,
  document_attempts_allowed: attempts.document,
  liveness_failures_allowed: liveness.max_attempts,
});
const images = ({ selfie, document }: VerificationSession, type: SessionType) => ({
  ...(selfie ? { selfie } : {}),
  ...(document && type === 'registration' ? { document } : {}),
});

/** Error names whose fault has a reason. */
const FAULTS: Partial<Readonly<Record<ReasonCode, string>>> = {
  search_incomplete: 'SearchIncomplete',
  model_version_unsupported: 'UnknownFaceModelVersion',
  upstream_throttled: 'ThrottlingException',
  upstream_unavailable: 'TimeoutError',
  internal_error: 'SomethingElse',
};

const evidence = { feedback: [], auditImages: [] };
/** Results of Rekognition for which a liveness check fails. */
const RESULTS: Partial<Readonly<Record<ReasonCode, LivenessResult>>> = {
  liveness_confidence_low: { status: 'SUCCEEDED', confidence: 12, ...evidence },
  liveness_check_failed: { status: 'FAILED', ...evidence },
  reference_image_missing: { status: 'SUCCEEDED', confidence: 99, ...evidence },
  attempts_exhausted: { status: 'SUCCEEDED', confidence: 12, ...evidence },
};

/** Whether a login goes on with a finding, by its policy. */
const isNoted = (reason: ReasonCode, { watchlist, replay }: VerificationPolicy): boolean =>
  (reason === 'watchlist_hit' && watchlist.at_login === 'review') ||
  (reason === 'replay_suspected' && replay.equal === 'review') ||
  reason === 'near_copy_suspected';

/** The view that a live session ends with for a reason, by the use-cases that decide live sessions. */
async function liveView(type: SessionType, reason: ReasonCode, policy: VerificationPolicy) {
  const result = RESULTS[reason];
  if (result) {
    const times = reason === 'attempts_exhausted' ? policy.liveness.max_attempts : 1;
    const booth = aBooth(Array(times).fill(result), aSession(created(type, policy)), policy);
    if (type !== 'registration') booth.mappings.listOfUser = async () => [aMapping()];
    for (let time = 0; time < times; time += 1) {
      const { id } = await booth.create(aBackend(), `key-${time}`);
      await completeLivenessSession(aBackend(), 'vs_1', id, booth);
    }
    return toClientView(booth.sessions.stored(TENANT, 'vs_1'), NOON);
  }
  const sessions = new InMemorySessionStore(
    aSession({
      ...created(type, policy),
      ...images(aCompleteSession(), type),
      status: 'processing',
      submitted_at: NOON.toISOString(),
    }),
  );
  const dependencies = {
    sessions,
    transitions: sessions,
    ledgers: sessions.lockouts,
    enrollments: new InMemoryEnrollments(sessions),
    policy,
    clock: () => NOON,
    emit: () => {},
  };
  const run = { tenant: TENANT, session_id: 'vs_1' };
  const fault = FAULTS[reason];
  if (fault !== undefined && !(reason === 'search_incomplete' && policy.search.on_incomplete === 'review'))
    await failRegistration(run, fault, dependencies);
  else if (enrollingType({ type })) await refuseRegistration(run, [reason], dependencies);
  else if (isNoted(reason, policy)) await sessions.move(TENANT, 'vs_1', 'approve', {}, NOON);
  else {
    const decision = declined([reason], policyFingerprint(policy), NOON);
    await sessions.move(TENANT, 'vs_1', 'decline', { decision }, NOON);
  }
  return toClientView(sessions.stored(TENANT, 'vs_1'), NOON);
}

describe.each(POLICIES)('under %s, every reason', (_name, policy) => {
  const cases = TYPES.flatMap((type) =>
    possibleReasons(aTest(created(type, policy)), policy)
      // a retired version takes a policy that names one; complete-liveness-session.test.ts has it
      .filter((reason) => reason !== 'challenge_version_retired')
      .map((reason) => [type, reason] as const),
  );

  it.each(cases)('of a %s shows a client what a live session shows: %s', async (type, reason) => {
    const stage = aStage(aTest(created(type, policy)), policy);
    const { livemode, ...simulated } = await stage.simulate({ outcome: 'fail', reason });
    const { livemode: _live, ...live } = await liveView(type, reason, policy);
    expect(livemode).toBe(false);
    expect(simulated).toEqual(live);
    const { checks, earlier_runs = [] } = stage.stored();
    const reported = [checks, ...earlier_runs.map((run) => run.checks)].flatMap((one) => Object.values(one));
    const found = reported.flatMap(({ reason_codes }) => reason_codes);
    const code = reason === 'attempts_exhausted' ? 'liveness_confidence_low' : reason;
    // neither a fault nor a withdrawal is found by a check
    const byCheck = !ORIGINS[reason].endsWith('fault') && ORIGINS[reason] !== 'consent';
    expect(found).toEqual(byCheck ? [code] : []);
  });

  it('that a type cannot have is refused', async () => {
    for (const type of TYPES)
      for (const reason of REASON_CODES.filter(
        (one) => !possibleReasons(aTest(created(type, policy)), policy).includes(one),
      ))
        await expect(
          aStage(aTest(created(type, policy)), policy).simulate({ outcome: 'fail', reason }),
        ).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
