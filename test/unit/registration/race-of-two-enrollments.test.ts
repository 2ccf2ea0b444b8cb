import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deleteRevokedFaces } from '../../../lambda/enrollment/delete-revoked-faces.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import { noWatchlists } from '../../support/lambda/a-watchlist.ts';
import {
  aMatch,
  aPreparedSelfie,
  aRegistration,
  aSession,
  NOON,
  passed,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { noUserVectors, searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { scheduled } from '../../support/lambda/scheduled.ts';
import { unlimitedRate } from '../../support/lambda/unlimited-rate.ts';

const generations = activeGenerations({ shards: 2 });

/**
 * Several users enroll one face at once, from the claim on, as the state machine runs it.
 * @param poor users whose selfie fails the quality gate
 */
function aRace(
  users: readonly string[],
  scheduler: fc.Scheduler,
  faceOf = (_user: string) => 'one person',
  poor: readonly string[] = [],
  policy = DEFAULT_POLICY,
) {
  const sessions = new InMemorySessionStore(
    ...users.map((user) =>
      aSession({ id: `vs_${user}`, user_id: user, status: 'processing', checks: passed('document_quality') }),
    ),
  );
  const enrollments = new InMemoryEnrollments(sessions);
  const pairs = new InMemoryAllowedPairs();
  const collections = new InMemoryCollections();
  const images = new InMemoryImages(
    Object.fromEntries(users.map((user, shot) => [`selfie-${user}`, anImageOf(faceOf(user), shot)])),
  );
  const indexAll = collections.index.bind(collections);
  collections.index = async (...args) => {
    const answer = await indexAll(...args);
    const [, shot] = new TextDecoder().decode(args[1]).split('|');
    const user = users[Number(shot)] ?? '';
    return answer && poor.includes(user) ? { ...answer, unindexed: 1 } : answer;
  };
  let made = 0;
  const dependencies = {
    sessions,
    receipts: sessions.receipts,
    transitions: scheduled(sessions, scheduler),
    ledgers: sessions.lockouts,
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    limiter: unlimitedRate.limiter,
    freeEndedClaim: async () => false,
    enrollments: scheduled(enrollments, scheduler),
    mappings: enrollments,
    removal: enrollments,
    pairs: scheduled(pairs, scheduler),
    approvals: scheduled(enrollments, scheduler),
    collections: scheduled(collections, scheduler),
    images,
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    ...searchPorts(collections),
    buildVector: noUserVectors.build,
    collectionPrefix: 'face-idv',
    generations,
    policy,
    clock: () => NOON,
    takePermits: async () => {},
    newIdentifier: (prefix: Parameters<typeof createIdentifier>[0]) => {
      made += 1;
      return createIdentifier(prefix, NOON, new Uint8Array(10).fill(made));
    },
    emit: recordedMetrics().emit,
  };

  const register = async (user: string, index: number): Promise<void> => {
    const registration = aRegistration({
      session_id: `vs_${user}`,
      user_id: user,
      selfie: { key: `selfie-${user}` },
    });
    const selfie = aPreparedSelfie({ key: `selfie-${user}`, sha256: String(index).repeat(64) });
    const decline = async (reason_codes: string[]) => {
      await decideRegistration({ outcome: 'declined', registration, reason_codes }, dependencies);
      const sent = enrollments.sentDeletions.splice(0).map(({ id }) => id);
      await deleteRevokedFaces(TENANT, sent, dependencies);
    };
    await claimEnrollment(aMatch(registration, selfie), dependencies);
    const { enrollment, reason_codes } = await indexFace({ registration, selfie }, dependencies);
    if (!enrollment) return decline(reason_codes);
    const search = await searchDuplicateFaces(
      { registration, selfie, enrollment },
      { ...dependencies, ...noWatchlists() },
    );
    if (!search.continue) return decline(search.reason_codes);
    const decided = await decideRegistration(
      { outcome: 'approved', registration, selfie, enrollment },
      dependencies,
    );
    if (!decided.continue) return decline(decided.reason_codes);
  };
  const statusOf = (user: string) => sessions.stored(TENANT, `vs_${user}`).status;
  const statuses = () => users.map(statusOf);
  return { register, statusOf, statuses, enrollments, pairs, collections, sessions };
}

it('lets exactly one of two users who enroll one face at once survive, in whatever order things happen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const race = aRace(['ann', 'bob'], scheduler);
      const both = Promise.all(['ann', 'bob'].map(race.register));
      await scheduler.waitFor(both);
      expect(race.statuses().sort()).toEqual(['approved', 'in_review']);
      expect([...race.enrollments.mappings.keys()]).toEqual(race.collections.allFaceIds());
      expect(race.enrollments.claims.size).toBe(1);
    }),
    { numRuns: 120 },
  );
});

it('lets exactly one of three survive, and leaves no face that is not mapped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const users = ['ann', 'bob', 'cid'];
      const race = aRace(users, scheduler);
      await scheduler.waitFor(Promise.all(users.map(race.register)));
      expect(race.statuses().sort()).toEqual(['approved', 'in_review', 'in_review']);
      expect([...race.enrollments.mappings.keys()]).toEqual(race.collections.allFaceIds());
    }),
    { numRuns: 60 },
  );
});

it('approves whoever is a duplicate of nobody, although a contender is of a third', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(['ann', 'bob'], { minLength: 2 }),
      async (scheduler, users) => {
        const race = aRace(users, scheduler, (user) => user);
        // ann looks like zoe, who is enrolled, and like bob, who does not look like zoe
        race.collections.areAlike = (...pair) => pair[0] === pair[1] || pair.includes('ann');
        const enrolled = race.collections.add('face-idv.acme.g1.1', 'zoe', 'img_0');
        race.enrollments.faces.set(enrolled, { state: 'mapped', user_id: 'zoe' });
        await scheduler.waitFor(Promise.all(users.map(race.register)));
        expect(race.statusOf('ann')).toBe('in_review');
        expect(race.statusOf('bob')).toBe('approved');
        expect([enrolled, ...race.enrollments.mappings.keys()]).toEqual(race.collections.allFaceIds());
      },
    ),
    { numRuns: 120 },
  );
});

it('approves both of an allowed pair, and of them and a third only those who are allowed together', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(['ann', 'bob', 'cid'], { minLength: 2 }),
      async (scheduler, users) => {
        const race = aRace(users, scheduler);
        race.pairs.allow('ann', 'bob');
        await scheduler.waitFor(Promise.all(users.map(race.register)));
        const approved = users.filter((user) => race.statusOf(user) === 'approved').sort();
        const isTogether = users.length === 2 && !users.includes('cid');
        expect(isTogether ? [['ann', 'bob']] : [['ann'], ['ann', 'bob'], ['bob'], ['cid']]).toContainEqual(
          approved,
        );
        expect([...race.enrollments.mappings.keys()].sort()).toEqual(race.collections.allFaceIds().sort());
      },
    ),
    { numRuns: 120 },
  );
});

it('approves one of two whose similarity is in the review band, and reports the other as possible duplicate', async () => {
  const row = { ...DEFAULT_POLICY.match_thresholds['7.0'], review_from: { duplicate: 90 } };
  const policy = verificationPolicySchema.parse({ ...DEFAULT_POLICY, match_thresholds: { '7.0': row } });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(['ann', 'bob'], { minLength: 2 }),
      async (scheduler, users) => {
        const race = aRace(users, scheduler, undefined, [], policy);
        race.collections.similarity = 92;
        await scheduler.waitFor(Promise.all(users.map(race.register)));
        expect(race.statuses().sort()).toEqual(['approved', 'in_review']);
        const held = users.find((user) => race.statusOf(user) === 'in_review') ?? '';
        expect(race.sessions.stored(TENANT, `vs_${held}`).review?.reason_codes).toEqual([
          'possible_duplicate',
        ]);
      },
    ),
    { numRuns: 120 },
  );
});

it('approves whoever is good, and waits for nobody whose selfie is poor, in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(['ann', 'bob', 'cid'], { minLength: 3 }),
      async (scheduler, users) => {
        const race = aRace(users, scheduler, () => 'one person', ['bob']);
        await scheduler.waitFor(Promise.all(users.map(race.register)));
        expect(race.statusOf('bob')).toBe('declined');
        expect([race.statusOf('ann'), race.statusOf('cid')].sort()).toEqual(['approved', 'in_review']);
        expect([...race.enrollments.mappings.keys()]).toEqual(race.collections.allFaceIds());
        expect(race.enrollments.claims.size).toBe(1);
      },
    ),
    { numRuns: 60 },
  );
});

it('leaves the duplicate to a person, who hears why', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const race = aRace(['ann', 'bob'], scheduler);
      await scheduler.waitFor(Promise.all(['ann', 'bob'].map(race.register)));
      const loser = ['ann', 'bob']
        .map((user) => race.sessions.stored(TENANT, `vs_${user}`))
        .find(({ status }) => status === 'in_review');
      expect(loser?.review?.reason_codes).toEqual(['duplicate_face']);
    }),
    { numRuns: 50 },
  );
});
