import { describe, expect, it } from 'vitest';
import { approval } from '../../../lambda/kernel/decision.ts';
import type { LateCheckMode } from '../../../lambda/late-check/contract.ts';
import { runLateCheck } from '../../../lambda/late-check/run-late-check.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import { InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { aMapping, aSession, minutesAfter, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const SHARDS = 4;
const collectionOf = (shard: number) => `face-idv.${TENANT}.g1.${shard}`;

/** Two users with one face whose registrations ran from minute 0 and `start` on. */
function aMissedDuplicate({
  mode = 'all',
  start = 1,
  person = 'ann',
}: {
  mode?: LateCheckMode;
  start?: number;
  person?: string;
} = {}) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore();
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const cases = new InMemoryReviewCases();
  const settings = { slaHours: 24, fourEyes: false, retentionDays: 400 };
  const reserved: number[] = [];
  const enroll = (user_id: string, shard: number, minute: number, who: string) => {
    const face_id = collections.add(collectionOf(shard), who);
    const key = `acme/${user_id}/img_1.jpg`;
    enrolledImages.images.set(key, anImageOf(who));
    const decided = minutesAfter(minute + 2);
    sessions.add(
      aSession({
        id: `vs_${user_id}`,
        user_id,
        status: 'approved',
        created_at: minutesAfter(minute).toISOString(),
        submitted_at: minutesAfter(minute).toISOString(),
        decision: approval('0123456789ab', decided),
      }),
    );
    enrollments.faces.set(face_id, { state: 'mapped', user_id });
    enrollments.mappings.set(
      face_id,
      aMapping({
        user_id,
        face_id,
        collection_id: collectionOf(shard),
        session_id: `vs_${user_id}`,
        s3_image_url: `s3://enrolled/${key}`,
        created_at: decided.toISOString(),
      }),
    );
    return face_id;
  };
  const older = enroll('zoe', 0, 0, 'ann');
  const younger = enroll('ann', 3, start, person);
  const dependencies = {
    mode,
    sessions,
    receipts: sessions.receipts,
    enrollments,
    mappings: enrollments,
    ...searchPorts(collections),
    collections,
    enrolledImages,
    lockouts: sessions.lockouts,
    cases,
    pairs: cases.pairs,
    settings,
    limiter: {
      reserve: async (_operation: string, _tenant: string, permits: number) => {
        reserved.push(permits);
        return { waitMs: 0 };
      },
    },
    collectionPrefix: 'face-idv',
    generations: activeGenerations({ shards: SHARDS }),
    policyOf: pinned(),
    clock: () => minutesAfter(10),
    newIdentifier: (prefix: string) => `${prefix}_1`,
    emit,
  };
  const check = (user_id: string) =>
    runLateCheck({ tenant: TENANT, session_id: `vs_${user_id}`, user_id }, dependencies);
  const isBlocked = async (id: string) =>
    (await sessions.lockouts.read(TENANT, { kind: 'user', id })).blocked;
  const results = () =>
    metrics.flatMap(({ name, dimensions }) => (name === 'LateCheck' ? dimensions.Result : []));
  return { ...dependencies, enroll, older, younger, reserved, metrics, check, isBlocked, results };
}

describe('a late check', () => {
  it.each(['ann', 'zoe'])(
    'finds the other user, and locks the one who enrolled later: %s',
    async (checked) => {
      const missed = aMissedDuplicate();
      await missed.check(checked);
      expect(missed.cases.cases).toMatchObject([
        {
          reason: 'possible_duplicate',
          users: [
            { user_id: 'zoe', face_id: missed.older },
            { user_id: 'ann', face_id: missed.younger, session_id: 'vs_ann' },
          ],
          similarity: 99.9,
          face_model_version: '7.0',
        },
      ]);
      expect([await missed.isBlocked('ann'), await missed.isBlocked('zoe')]).toEqual([true, false]);
      expect(missed.results()).toEqual(['possible_duplicate']);
      // as many calls as there are shards, at the shared rate
      expect(missed.reserved).toEqual([SHARDS]);
      expect(missed.collections.calls).toHaveLength(SHARDS);
    },
  );

  it('changes no session, and opens one case however often it runs', async () => {
    const missed = aMissedDuplicate();
    const before = structuredClone([...missed.sessions.sessions.values()]);
    for (const user of ['ann', 'zoe', 'ann']) await missed.check(user);
    expect([...missed.sessions.sessions.values()]).toEqual(before);
    expect(missed.cases.cases).toHaveLength(1);
  });

  it.each(['ann', 'zoe'])(
    'leaves a lock lifted that an operator has lifted: %s is checked again',
    async (user) => {
      const missed = aMissedDuplicate();
      await missed.check('ann');
      const ann = { kind: 'user', id: 'ann' } as const;
      await missed.lockouts.update(TENANT, ann, (ledger) => ({ ...ledger, blocked: false }));
      await missed.check(user);
      expect(await missed.isBlocked('ann')).toBe(false);
      expect(missed.cases.cases).toHaveLength(1);
    },
  );

  it('counts its calls by the type of the session, and none where it is not due', async () => {
    const calls = async (missed: ReturnType<typeof aMissedDuplicate>) => {
      await missed.check('ann');
      return missed.metrics.filter(({ name }) => name === 'CheckCalls');
    };
    expect(await calls(aMissedDuplicate())).toEqual([
      {
        name: 'CheckCalls',
        value: SHARDS,
        dimensions: { Type: 'registration', Operation: 'SearchFacesByImage' },
      },
    ]);
    expect(await calls(aMissedDuplicate({ mode: 'off' }))).toEqual([]);
  });

  it('finds nothing where the faces differ', async () => {
    const missed = aMissedDuplicate({ person: 'bob' });
    await missed.check('ann');
    expect(missed.results()).toEqual(['clear']);
    expect(missed.cases.cases).toEqual([]);
    expect(await missed.isBlocked('ann')).toBe(false);
  });

  it('overlooks nobody beside a twin who is allowed and more similar', async () => {
    const twins = aMissedDuplicate();
    twins.pairs.allow('ann', 'zoe');
    await twins.check('ann');
    expect([twins.results(), twins.cases.cases]).toEqual([['clear'], []]);
    twins.enroll('eve', 1, 0, 'ann');
    await twins.check('ann');
    expect(twins.cases.cases.map(({ users }) => users?.map(({ user_id }) => user_id))).toEqual([
      ['eve', 'ann'],
    ]);
  });

  it('reads no more pages of sessions once they began too long before', async () => {
    const apart = aMissedDuplicate({ mode: 'overlapping', start: 5 });
    const list = apart.sessions.list.bind(apart.sessions);
    let pages = 0;
    apart.sessions.list = async (...request) => {
      pages += 1;
      const page = await list(...request);
      const older = aSession({ id: 'vs_old', created_at: minutesAfter(-61).toISOString() });
      return { sessions: [...page.sessions, older], lastId: 'vs_old' };
    };
    await apart.check('ann');
    expect(apart.results()).toEqual(['not_due']);
    expect(pages).toBe(4);
  });

  it('looks only at registrations that ran beside another one, where no more is asked', async () => {
    const beside = aMissedDuplicate({ mode: 'overlapping', start: 1 });
    await beside.check('ann');
    expect(beside.results()).toEqual(['possible_duplicate']);
    const apart = aMissedDuplicate({ mode: 'overlapping', start: 5 });
    await apart.check('ann');
    expect(apart.results()).toEqual(['not_due']);
    expect(apart.collections.calls).toEqual([]);
  });

  it('is not due where it is off, the session is gone, or the face was deleted', async () => {
    const off = aMissedDuplicate({ mode: 'off' });
    await off.check('ann');
    const gone = aMissedDuplicate();
    gone.sessions.sessions.clear();
    await gone.check('ann');
    const deleted = aMissedDuplicate();
    deleted.enrollments.mappings.delete(deleted.younger);
    await deleted.check('ann');
    for (const { results, collections } of [off, gone, deleted]) {
      expect(results()).toEqual(['not_due']);
      expect(collections.calls).toEqual([]);
    }
  });

  it('counts no face that waits or is revoked, and nothing of a user who was deleted meanwhile', async () => {
    const waiting = aMissedDuplicate();
    waiting.enrollments.faces.set(waiting.older, { state: 'pending', user_id: 'zoe' });
    await waiting.check('ann');
    expect(waiting.results()).toEqual(['clear']);
    const deleted = aMissedDuplicate();
    deleted.enrollments.mappings.delete(deleted.older);
    await deleted.check('ann');
    expect(deleted.cases.cases).toEqual([]);
    expect(await deleted.isBlocked('ann')).toBe(false);
  });

  it('fails where a shard does not answer, so that it is tried again', async () => {
    const missed = aMissedDuplicate();
    missed.collections.broken.set(
      collectionOf(2),
      Object.assign(new Error('no answer'), { name: 'AccessDeniedException' }),
    );
    await expect(missed.check('ann')).rejects.toMatchObject({ name: 'SearchRefused' });
    expect(missed.cases.cases).toEqual([]);
  });
});
