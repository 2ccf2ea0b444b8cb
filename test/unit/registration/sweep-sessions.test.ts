import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import type { RegistrationInput } from '../../../lambda/registration/contract.ts';
import { sweepSessions } from '../../../lambda/registration/sweep-sessions.ts';
import { tryAgain } from '../../../lambda/sessions/domain/session-run.ts';
import { transition } from '../../../lambda/sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import {
  aClaim,
  aCompleteSession,
  anIndexedFace,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aSweep(session: VerificationSession) {
  const started: RegistrationInput[] = [];
  const waited: number[] = [];
  const sessions = new InMemorySessionStore(session);
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const { emit, metrics } = recordedMetrics();
  let now = NOON;
  const dependencies = {
    sessions,
    transitions: sessions,
    enrollments,
    deletions: enrollments.requestedDeletions,
    limiter: { reserve: async () => ({ waitMs: 200 }) },
    wait: async (milliseconds: number) => void waited.push(milliseconds),
    collections,
    images: new InMemoryImages(),
    enrolledImages: new InMemoryImages(),
    workflow: { start: async (input: RegistrationInput) => void started.push(input) },
    policy: DEFAULT_POLICY,
    clock: () => now,
    emit,
  };
  return {
    started,
    waited,
    enrollments,
    collections,
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
      { name: 'SessionSwept', value: 1, dimensions: { Result: 'abandoned' } },
    ]);
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

  it('ends a registration that nobody works on any more, and undoes what it indexed', async () => {
    const sweep = aSweep(aSubmitted());
    const face_id = sweep.collections.add('face-idv.acme.g1.0', 'ann', 'img_1');
    await sweep.enrollments.claim(aClaim());
    await sweep.enrollments.plan(aClaim(), {
      collection_id: 'face-idv.acme.g1.0',
      image_id: 'img_1',
      generations_revision: 0,
      copies: [],
    });
    await sweep.enrollments.recordFace(aClaim(), anIndexedFace({ face_id }), []);
    await sweep.after(5 * 60);
    expect(await sweep.status()).toBe('error');
    expect(sweep.collections.allFaceIds()).toEqual([]);
    expect((await sweep.decision())?.reason_codes).toEqual(['upstream_unavailable']);
    expect(await sweep.enrollments.get(TENANT, 'user-1')).toBeUndefined();
    expect(sweep.metrics).toContainEqual({ name: 'SessionSwept', value: 1, dimensions: { Result: 'ended' } });
  });

  it('ends an authentication that died in its request', async () => {
    const sweep = aSweep(aSubmitted({ type: 'authentication' }));
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

  it('ends what nobody has reviewed in the hours that the policy gives', async () => {
    const held = { reason_codes: ['search_incomplete'], requested_at: minutesAfter(1).toISOString() };
    const sweep = aSweep(aSubmitted({ status: 'in_review', review: held }));
    await sweep.after(72 * 60);
    expect(await sweep.status()).toBe('in_review');
    await sweep.after(72 * 60 + 1);
    expect(await sweep.status()).toBe('error');
    expect((await sweep.decision())?.reason_codes).toEqual(['search_incomplete']);
    expect(sweep.metrics).toContainEqual({
      name: 'SessionSwept',
      value: 1,
      dimensions: { Result: 'not_reviewed' },
    });
  });

  it('deletes faces that no workflow has deleted in time, at the rate of DeleteFaces', async () => {
    const sweep = aSweep(aSubmitted({ status: 'error' }));
    const face_id = sweep.collections.add('face-idv.acme.g1.0', 'ann', 'img_1');
    sweep.enrollments.deletions.set('vs_1', {
      tenant: TENANT,
      id: 'vs_1',
      user_id: 'user-1',
      session_id: 'vs_1',
      image: { key: 'selfie' },
      image_id: 'img_1',
      faces: [{ collection_id: 'face-idv.acme.g1.0', face_id }],
      searched_collections: [],
      requested_at: NOON.toISOString(),
    });
    await sweep.after(5);
    expect(sweep.collections.allFaceIds()).toEqual([face_id]);
    await sweep.after(6);
    expect(sweep.collections.allFaceIds()).toEqual([]);
    expect(sweep.waited).toEqual([200]);
    expect(sweep.metrics).toContainEqual({
      name: 'SessionSwept',
      value: 1,
      dimensions: { Result: 'faces_deleted' },
    });
  });

  it('deletes the other faces although one cannot be deleted, and fails for that one', async () => {
    const sweep = aSweep(aSubmitted({ status: 'error' }));
    const faces = [0, 1].map((shard) => {
      const collection_id = `face-idv.acme.g1.${shard}`;
      const face_id = sweep.collections.add(collection_id, 'ann', 'img_1');
      const id = `vs_${shard}`;
      sweep.enrollments.deletions.set(id, {
        tenant: TENANT,
        id,
        user_id: 'user-1',
        session_id: id,
        image: { key: 'selfie' },
        image_id: 'img_1',
        faces: [{ collection_id, face_id }],
        searched_collections: [],
        requested_at: NOON.toISOString(),
      });
      return face_id;
    });
    sweep.collections.broken.set('face-idv.acme.g1.0', new Error('no answer'));
    await expect(sweep.after(6)).rejects.toThrow('1 deletions of faces failed');
    expect(sweep.collections.allFaceIds()).toEqual([faces[0]]);
    expect([...sweep.enrollments.deletions.keys()]).toEqual(['vs_0']);
  });

  it('looks at every session, however many pages they fill', async () => {
    const sweep = aSweep(aSession());
    for (let made = 2; made <= 250; made += 1) sweep.sessions.add(aSession({ id: `vs_${made}` }));
    await sweep.after(60);
    expect([...sweep.sessions.sessions.values()].filter(({ status }) => status !== 'expired')).toEqual([]);
  });
});
