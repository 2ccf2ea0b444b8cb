import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import {
  aClaim,
  aMapping,
  aPreparedSelfie,
  aRegistration,
  aSession,
  NOON,
  passed,
  TENANT,
} from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { noUserVectors } from '../../support/lambda/in-memory-users.ts';
import { scheduled } from '../../support/lambda/scheduled.ts';
import { unlimitedRate } from '../../support/lambda/unlimited-rate.ts';

const MAX_FACES = 3;
/** What the tasks before the claim, and beside it, have recorded. */
const RECOGNIZED = passed('enrolled_face_search', 'duplicate_search');

/** A user with some faces, several of whose sessions enroll one more at once, from the claim on. */
function aRace(enrolled: number, modes: readonly ('add' | 'replace')[], scheduler: fc.Scheduler) {
  const sessions = new InMemorySessionStore(
    ...modes.map((mode, nth) =>
      aSession({
        id: `vs_${nth}`,
        type: 're_enrollment',
        enrollment: { mode },
        status: 'processing',
        checks: RECOGNIZED,
      }),
    ),
  );
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  for (let nth = 0; nth < enrolled; nth += 1) {
    const image_sha256 = String(nth).repeat(64);
    const claim = aClaim({ session_id: `vs_old-${nth}`, image_sha256, state: 'enrolled' });
    const face_id = collections.add('face-idv.acme.g1.0', 'ann', `img_old-${nth}`);
    const mapping = aMapping({ face_id, image_id: `img_old-${nth}`, image_sha256 });
    enrollments.mappings.set(face_id, mapping);
    enrollments.faces.set(face_id, { state: 'mapped', user_id: 'user-1' });
    enrollments.imageClaims.set(`${TENANT}#${image_sha256}`, claim.session_id);
    if (nth === 0) enrollments.claims.set(`${TENANT}#user-1`, claim);
    else enrollments.earlierEnrollments.set(`${TENANT}#${image_sha256}`, claim);
  }
  const images = Object.fromEntries(modes.map((_, nth) => [`selfie-${nth}`, anImageOf('ann', 10 + nth)]));
  let made = 0;
  const dependencies = {
    sessions,
    receipts: sessions.receipts,
    transitions: scheduled(sessions, scheduler),
    ledgers: sessions.lockouts,
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    ...unlimitedRate,
    freeEndedClaim: async () => false,
    enrollments: scheduled(enrollments, scheduler),
    mappings: scheduled(enrollments, scheduler),
    removal: enrollments,
    approvals: scheduled(enrollments, scheduler),
    collections: scheduled(collections, scheduler),
    images: new InMemoryImages(images),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    buildVector: noUserVectors.build,
    collectionPrefix: 'face-idv',
    generations: activeGenerations({ shards: 1 }),
    policy: { ...DEFAULT_POLICY, enrollment: { max_faces: MAX_FACES } },
    clock: () => NOON,
    newIdentifier: (prefix: Parameters<typeof createIdentifier>[0]) => {
      made += 1;
      return createIdentifier(prefix, NOON, new Uint8Array(10).fill(made));
    },
    emit: () => {},
  };
  const enroll = async (mode: 'add' | 'replace', nth: number): Promise<void> => {
    const { document: _, ...registration } = aRegistration({
      session_id: `vs_${nth}`,
      type: 're_enrollment',
      enrollment: { mode },
      selfie: { key: `selfie-${nth}` },
    });
    const selfie = aPreparedSelfie({ key: `selfie-${nth}`, sha256: 'abcdef'.charAt(nth).repeat(64) });
    const decline = (reason_codes: string[]) =>
      decideRegistration({ outcome: 'declined', registration, reason_codes }, dependencies);
    const claimed = await claimEnrollment(
      { registration, refused_for: [], document: null, comparison: null, selfie },
      dependencies,
    );
    if (!claimed.continue) return void (await decline(claimed.reason_codes));
    const { enrollment, reason_codes } = await indexFace({ registration, selfie }, dependencies);
    if (!enrollment) return void (await decline(reason_codes));
    await decideRegistration({ outcome: 'approved', registration, selfie, enrollment }, dependencies);
  };
  const outcomes = () =>
    modes.map((mode, nth) => {
      const { status, decision } = sessions.stored(TENANT, `vs_${nth}`);
      return { mode, status, reasons: decision?.reason_codes ?? [] };
    });
  return { enroll, outcomes, enrollments };
}

it('never takes a user over the limit, and loses no face, in whatever order several sessions enroll one', async () => {
  const modes = fc.array(fc.constantFrom('add', 'replace'), { minLength: 2, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: MAX_FACES }),
      modes,
      async (scheduler, before, all) => {
        const race = aRace(before, all, scheduler);
        await scheduler.waitFor(Promise.all(all.map(race.enroll)));
        const { enrollments } = race;
        const approved = race.outcomes().filter(({ status }) => status === 'approved');
        for (const { status, reasons } of race.outcomes())
          if (status !== 'approved')
            expect(['enrollment_in_progress', 'face_limit_reached']).toContain(reasons[0]);
        const faces = enrollments.mappings.size;
        expect(faces).toBeLessThanOrEqual(MAX_FACES);
        expect(faces).toBeGreaterThan(0);
        if (approved.every(({ mode }) => mode === 'add')) expect(faces).toBe(before + approved.length);
        // each face has its enrollment, and its image is claimed
        const held = enrollments.claims.get(`${TENANT}#user-1`);
        expect(held).toMatchObject({ state: 'enrolled' });
        expect(enrollments.earlierEnrollments.size + 1).toBe(faces);
        expect(enrollments.imageClaims.size).toBe(faces);
        for (const face of enrollments.mappings.keys())
          expect(enrollments.faces.get(face)?.state).toBe('mapped');
      },
    ),
    { numRuns: 100 },
  );
});
