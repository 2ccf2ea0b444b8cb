import { describe, expect, it } from 'vitest';
import type { RegistrationInput } from '../../../lambda/registration/contract.ts';
import { sweepSessions } from '../../../lambda/registration/sweep-sessions.ts';
import { tryAgain } from '../../../lambda/sessions/domain/session-run.ts';
import { transition } from '../../../lambda/sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import {
  aClaim,
  aCompleteSession,
  aFaceDeletion,
  anIndexedFace,
  aReview,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aSweep(session: VerificationSession) {
  const started: RegistrationInput[] = [];
  const sessions = new InMemorySessionStore(session);
  const enrollments = new InMemoryEnrollments(sessions);
  const { emit, metrics } = recordedMetrics();
  let now = NOON;
  const dependencies = {
    sessions,
    transitions: sessions,
    enrollments,
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    workflow: { start: async (input: RegistrationInput) => void started.push(input) },
    policyOf: pinned(),
    takeovers: sessions.takeovers,
    clock: () => now,
    emit,
  };
  return {
    started,
    enrollments,
    metrics,
    sessions,
    status: async () => (await sessions.get(TENANT, session.id))?.status,
    decision: async () => (await sessions.get(TENANT, session.id))?.decision,
    after: (minutes: number) => {
      now = minutesAfter(minutes);
      return sweepSessions(TENANT, dependencies);
    },
  };
}

const aSubmitted = (changes: Partial<VerificationSession> = {}) =>
  aCompleteSession({ status: 'processing', submitted_at: NOON.toISOString(), ...changes });

describe('the sweep of sessions', () => {
  it('lets a session expire that its person has left, and only then', async () => {
    const sweep = aSweep(aSession());
    await sweep.after(59);
    expect(await sweep.status()).toBe('requires_input');
    await sweep.after(60);
    expect(await sweep.status()).toBe('expired');
    await sweep.after(61);
    expect(sweep.metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions: { Type: 'registration', Outcome: 'expired' } },
      {
        name: 'VerificationIncomplete',
        value: 1,
        dimensions: { Type: 'registration', Outcome: 'expired', Step: 'start', Reason: 'unknown' },
      },
      { name: 'SessionSwept', value: 1, dimensions: { Result: 'expired' } },
    ]);
  });

  it('calls a session abandoned whose person tried no other document in time', async () => {
    const attempt = tryAgain(['face_mismatch'], '0123456789ab', NOON);
    const waiting = transition(aSubmitted(), 'try_again', { attempt }, NOON)?.session;
    const sweep = aSweep(waiting ?? aSubmitted());
    await sweep.after(59);
    expect(await sweep.status()).toBe('requires_input');
    await sweep.after(60);
    expect(await sweep.status()).toBe('abandoned');
    expect(sweep.started).toEqual([]);
  });

  it('starts the run that a second submit could not start, counted from that submit', async () => {
    const attempt = tryAgain(['face_mismatch'], '0123456789ab', NOON);
    const asked = transition(aSubmitted({ runs: 2 }), 'try_again', { attempt }, NOON)?.session;
    const facts = { submitted_at: minutesAfter(50).toISOString(), document: { key: 'doc_2' } };
    const again = asked && transition(asked, 'submit', facts, minutesAfter(50))?.session;
    const sweep = aSweep(again ?? aSubmitted());
    await sweep.after(52);
    expect(sweep.started).toEqual([]);
    await sweep.after(56);
    expect(sweep.started).toMatchObject([{ run: 3, document: { key: 'doc_2' } }]);
  });

  it('calls a session abandoned whose person did some of it', async () => {
    const sweep = aSweep(aSession({ liveness_failures: 1 }));
    await sweep.after(60);
    expect(await sweep.status()).toBe('abandoned');
    expect(sweep.metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions: { Type: 'registration', Outcome: 'abandoned' } },
      {
        name: 'VerificationIncomplete',
        value: 1,
        dimensions: { Type: 'registration', Outcome: 'abandoned', Step: 'liveness', Reason: 'unknown' },
      },
      { name: 'SessionSwept', value: 1, dimensions: { Result: 'abandoned' } },
    ]);
  });

  it('records the login that was left open as a signal of a takeover, and no registration', async () => {
    const begun = { liveness_failures: 1, sequence: 3 };
    for (const [type, signals] of [
      ['authentication', 1],
      ['registration', 0],
    ] as const) {
      const sweep = aSweep(aSession({ ...begun, type }));
      await sweep.after(61);
      expect(await sweep.status()).toBe('abandoned');
      expect([...sweep.sessions.takeovers.rows.values()].flatMap((row) => row.signals)).toHaveLength(signals);
    }
    const untouched = aSweep(aSession({ type: 'authentication' }));
    await untouched.after(61);
    expect(untouched.sessions.takeovers.rows.size).toBe(0);
  });

  it('starts the workflow of a submitted registration, once its submit must be over', async () => {
    const sweep = aSweep(aSubmitted());
    await sweep.after(4);
    expect(sweep.started).toEqual([]);
    expect(sweep.metrics).toEqual([]);
    await sweep.after(5);
    expect(sweep.started).toMatchObject([{ session_id: 'vs_1', user_id: 'user-1', type: 'registration' }]);
    expect(await sweep.status()).toBe('processing');
    expect(sweep.metrics).toEqual([{ name: 'SessionSwept', value: 1, dimensions: { Result: 'started' } }]);
  });

  it('starts none any more that its person has long left', async () => {
    const sweep = aSweep(aSubmitted());
    await sweep.after(3 * 60 - 1);
    expect(sweep.started).toHaveLength(1);
    await sweep.after(3 * 60);
    expect(sweep.started).toHaveLength(1);
  });

  it('neither starts nor ends a registration whose last execution may still run', async () => {
    const sweep = aSweep(aSubmitted());
    await sweep.after(4 * 60);
    expect(sweep.started).toEqual([]);
    expect(await sweep.status()).toBe('processing');
  });

  it('ends a registration that nobody works on any more, and has deleted what it indexed', async () => {
    const sweep = aSweep(aSubmitted());
    await sweep.enrollments.claim(aClaim());
    await sweep.enrollments.plan(aClaim(), {
      collection_id: 'face-idv.acme.g1.0',
      image_id: 'img_1',
      generations_revision: 0,
      copies: [],
    });
    await sweep.enrollments.recordFace(aClaim(), anIndexedFace(), []);
    await sweep.after(5 * 60);
    expect(await sweep.status()).toBe('error');
    expect(sweep.enrollments.sentDeletions).toEqual([{ tenant: TENANT, id: 'vs_1' }]);
    expect((await sweep.decision())?.reason_codes).toEqual(['upstream_unavailable']);
    expect(await sweep.enrollments.get(TENANT, 'user-1')).toBeUndefined();
    expect(sweep.metrics).toContainEqual({ name: 'SessionSwept', value: 1, dimensions: { Result: 'ended' } });
  });

  it.each(['authentication', 'step_up'] as const)('ends an %s that died in its request', async (type) => {
    const sweep = aSweep(aSubmitted({ type }));
    await sweep.after(14);
    expect(await sweep.status()).toBe('processing');
    await sweep.after(15);
    expect(await sweep.status()).toBe('error');
    expect((await sweep.decision())?.reason_codes).toEqual(['upstream_unavailable']);
    expect(sweep.metrics).toContainEqual({ name: 'SessionSwept', value: 1, dimensions: { Result: 'ended' } });
    expect(sweep.started).toEqual([]);
  });

  it('starts the run that a review asked for, by its own name', async () => {
    const sweep = aSweep(aSubmitted({ runs: 2, resumed_at: minutesAfter(4 * 60).toISOString() }));
    await sweep.after(4 * 60 + 4);
    expect(sweep.started).toEqual([]);
    await sweep.after(4 * 60 + 5);
    expect(sweep.started).toMatchObject([{ session_id: 'vs_1', run: 2 }]);
  });

  it('ends what nobody has decided while its images were kept, and no overdue session before', async () => {
    const held = aReview(['search_incomplete'], ['search_incomplete'], NOON);
    const sweep = aSweep(aSubmitted({ status: 'in_review', review: held }));
    const ageMs = () =>
      sweep.metrics.filter(({ name }) => name === 'HeldSessionAge').map(({ value }) => value);
    await sweep.after(30 * 24 * 60 - 1);
    expect(await sweep.status()).toBe('in_review');
    expect(ageMs()).toEqual([(30 * 24 * 60 - 1) * 60_000]);
    await sweep.after(30 * 24 * 60);
    expect(await sweep.status()).toBe('error');
    expect((await sweep.decision())?.reason_codes).toEqual(['review_lapsed']);
    expect(ageMs()).toHaveLength(1);
    expect(sweep.metrics).toContainEqual({
      name: 'SessionSwept',
      value: 1,
      dimensions: { Result: 'review_lapsed' },
    });
  });

  it('sends deletions of faces again that are overdue, and says how old the oldest one is', async () => {
    const sweep = aSweep(aSubmitted({ status: 'error' }));
    for (const [id, requested_at] of [
      ['vs_1', minutesAfter(1)],
      ['vs_2', NOON],
      ['vs_3', minutesAfter(4)],
    ] as const)
      sweep.enrollments.deletions.set(id, aFaceDeletion({ id, requested_at: requested_at.toISOString() }));
    await sweep.after(5);
    expect(sweep.enrollments.sentDeletions).toEqual([]);
    await sweep.after(7);
    expect(sweep.enrollments.sentDeletions).toEqual(['vs_1', 'vs_2'].map((id) => ({ tenant: TENANT, id })));
    expect(sweep.metrics).toEqual([
      { name: 'FaceDeletionAge', value: 7 * 60_000, dimensions: {} },
      { name: 'SessionSwept', value: 2, dimensions: { Result: 'deletions_sent' } },
    ]);
  });

  it('looks at every session, however many pages they fill', async () => {
    const sweep = aSweep(aSession());
    for (let made = 2; made <= 250; made += 1) sweep.sessions.add(aSession({ id: `vs_${made}` }));
    await sweep.after(60);
    expect([...sweep.sessions.sessions.values()].filter(({ status }) => status !== 'expired')).toEqual([]);
  });
});
