import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import type { RegistrationInput } from '../../../lambda/registration/contract.ts';
import { anEnrollment } from '../../support/lambda/an-enrollment.ts';
import {
  aClaim,
  aComparison,
  aJudgedDocument,
  aMapping,
  aMatch,
  aPreparedSelfie,
  TENANT,
} from '../../support/lambda/builders.ts';

describe('claiming an enrollment', () => {
  it('keeps the very version of the image that is indexed, for whoever looks for its face later', async () => {
    const { dependencies, registration, enrollments } = anEnrollment();
    const selfie = aPreparedSelfie({ key: 'prepared.jpg', version_id: 'v7' });
    await claimEnrollment(aMatch(registration, selfie), dependencies);
    expect((await enrollments.get(TENANT, 'user-1'))?.image).toStrictEqual({
      key: 'prepared.jpg',
      version_id: 'v7',
    });
  });

  it('holds user and image, and says the same when it is run again', async () => {
    const enrollment = anEnrollment();
    expect(await enrollment.claim()).toEqual({ continue: true, reason_codes: [] });
    expect(await enrollment.claim()).toEqual({ continue: true, reason_codes: [] });
    expect(await enrollment.enrollments.get(TENANT, 'user-1')).toStrictEqual(aClaim());
    expect(enrollment.sessions.stored(TENANT, 'vs_1').checks.enrollment_claim).toMatchObject({
      status: 'passed',
      billable_calls: {},
      cost_usd: 0,
    });
  });

  it('refuses a user who is enrolled, and an image that somebody else used', async () => {
    const user = anEnrollment();
    await user.enrollments.claim(aClaim({ session_id: 'vs_0', image_sha256: 'b'.repeat(64) }));
    expect((await user.claim()).reason_codes).toEqual(['user_already_enrolled']);
    const image = anEnrollment();
    await image.enrollments.claim(aClaim({ session_id: 'vs_0', user_id: 'user-0' }));
    expect((await image.claim()).reason_codes).toEqual(['duplicate_image']);
    expect(image.sessions.stored(TENANT, 'vs_1').checks.enrollment_claim?.status).toBe('failed');
  });

  describe('of a user who is enrolled', () => {
    const former = aClaim({ session_id: 'vs_0', image_sha256: 'b'.repeat(64), state: 'enrolled' });

    /** A re-enrollment of a user with so many faces. */
    async function reEnroll(mode: 'add' | 'replace', faces: number, held = [former]) {
      const { dependencies, registration, enrollments } = anEnrollment();
      for (const claim of held) enrollments.claims.set(`${TENANT}#user-1`, claim);
      for (let nth = 0; nth < faces; nth += 1)
        enrollments.mappings.set(`f${nth}`, aMapping({ face_id: `f${nth}`, image_id: `img_${nth}` }));
      const { document: _, ...input } = registration;
      const verdict = await claimEnrollment(
        {
          registration: { ...input, type: 're_enrollment', enrollment: { mode } },
          refused_for: [],
          document: null,
          comparison: null,
          selfie: aPreparedSelfie(),
        },
        dependencies,
      );
      return { ...verdict, claim: await enrollments.get(TENANT, 'user-1') };
    }

    it('holds the user with the enrollment that is in force', async () => {
      const { continue: goesOn, claim } = await reEnroll('add', 1);
      expect(goesOn).toBe(true);
      expect(claim).toMatchObject({ session_id: 'vs_1', state: 'claimed', former });
    });

    it('adds up to the limit of faces, and replaces at any number', async () => {
      const { max_faces } = DEFAULT_POLICY.enrollment;
      expect((await reEnroll('add', max_faces - 1)).continue).toBe(true);
      expect((await reEnroll('add', max_faces)).reason_codes).toEqual(['face_limit_reached']);
      expect((await reEnroll('replace', max_faces)).continue).toBe(true);
    });

    it('runs once at a time, and not without an enrollment', async () => {
      const other = aClaim({ session_id: 'vs_9', image_sha256: 'c'.repeat(64), former });
      expect((await reEnroll('add', 1, [other])).reason_codes).toEqual(['enrollment_in_progress']);
      expect((await reEnroll('add', 0, [])).reason_codes).toEqual(['user_not_enrolled']);
    });
  });

  describe('before that judges the images', () => {
    const mismatch = aComparison({ faces: [{ similarity: 3, bounding_box: aJudgedDocument().portrait }] });

    it.each([
      ['another person', [], ['face_mismatch']],
      ['a poor document, whoever is on it', ['document_image_too_dark'], ['document_image_too_dark']],
    ])('and claims nothing for %s', async (_what, refused_for, reason_codes) => {
      const { dependencies, registration, enrollments, sessions } = anEnrollment();
      const input = { ...aMatch(registration), refused_for, comparison: mismatch };
      expect(await claimEnrollment(input, dependencies)).toEqual({ continue: false, reason_codes });
      expect(await enrollments.get(TENANT, 'user-1')).toBeUndefined();
      const { checks } = sessions.stored(TENANT, 'vs_1');
      expect(Object.keys(checks)).toEqual(['face_match']);
      expect(checks.face_match).toMatchObject({ status: 'failed', billable_calls: { CompareFaces: 1 } });
    });

    describe('and leaves a score in a band to a person', () => {
      const row = { regular: 95, sensitive: 99, review_from: { regular: 90 } };
      const policy = verificationPolicySchema.parse({ ...DEFAULT_POLICY, match_thresholds: { '7.0': row } });
      const judged = async (similarity: number, changes: Partial<RegistrationInput> = {}) => {
        const enrollment = anEnrollment();
        const faces = [{ similarity, bounding_box: aJudgedDocument().portrait }];
        const registration = { ...enrollment.registration, ...changes };
        const input = { ...aMatch(registration), comparison: aComparison({ faces }) };
        const { reason_codes } = await claimEnrollment(input, { ...enrollment.dependencies, policy });
        const claimed = (await enrollment.enrollments.get(TENANT, 'user-1')) !== undefined;
        expect(claimed).toBe(reason_codes.length === 0);
        return { reason_codes, check: enrollment.sessions.stored(TENANT, 'vs_1').checks.face_match };
      };
      const liveness = { unsettled: ['liveness_in_band'] };

      it('of the comparison, of liveness or of both', async () => {
        expect(await judged(90)).toMatchObject({
          reason_codes: ['match_in_band'],
          check: { status: 'review', reason_codes: ['match_in_band'] },
        });
        expect((await judged(89.9)).reason_codes).toEqual(['face_mismatch']);
        expect((await judged(95, liveness)).reason_codes).toEqual(['liveness_in_band']);
        expect((await judged(92, liveness)).reason_codes).toEqual(['liveness_in_band', 'match_in_band']);
      });

      it('but not beside a comparison that failed, of which the person may try another document', async () => {
        expect((await judged(12, liveness)).reason_codes).toEqual(['face_mismatch']);
      });

      it('until they have accepted it, each for itself', async () => {
        expect((await judged(92, { accepted: ['accept_match'] })).reason_codes).toEqual([]);
        const match = { ...liveness, accepted: ['accept_match'] };
        expect((await judged(92, match)).reason_codes).toEqual(['liveness_in_band']);
        const both = { ...liveness, accepted: ['accept_match', 'accept_liveness'] };
        expect((await judged(92, both)).reason_codes).toEqual([]);
        for (const copied of ['replay_suspected', 'near_copy_suspected']) {
          const capture = { unsettled: [copied], accepted: ['accept_match', 'accept_liveness'] };
          expect((await judged(95, capture)).reason_codes).toEqual([copied]);
          const accepted = { ...capture, accepted: ['accept_capture'] };
          expect((await judged(95, accepted)).reason_codes).toEqual([]);
        }
        // no finding makes a match of what is below the band
        expect((await judged(89, both)).reason_codes).toEqual(['face_mismatch']);
      });
    });

    it('and claims nothing for a poor document that matches', async () => {
      const { dependencies, registration, enrollments } = anEnrollment();
      const input = { ...aMatch(registration), refused_for: ['document_image_too_dark'] };
      expect((await claimEnrollment(input, dependencies)).continue).toBe(false);
      expect(await enrollments.get(TENANT, 'user-1')).toBeUndefined();
    });

    it('and fails without a selfie, which every comparison returns', async () => {
      const { dependencies, registration } = anEnrollment();
      await expect(claimEnrollment({ ...aMatch(registration), selfie: null }, dependencies)).rejects.toThrow(
        'session vs_1 has no selfie to enroll',
      );
    });
  });

  /** A registration of user-1 that meets claims of jobs; `ended` are those that may be freed. */
  async function meeting(...ended: readonly ReturnType<typeof aClaim>[]) {
    const { dependencies, registration, enrollments } = anEnrollment();
    for (const claim of ended) await enrollments.claim(claim);
    const asked: string[] = [];
    const freeEndedClaim = async (tenant: string, userId: string) => {
      asked.push(`${tenant} ${userId}`);
      const dead = ended.find(({ user_id }) => user_id === userId);
      if (dead) await enrollments.release(dead);
      return dead !== undefined;
    };
    const claim = () => claimEnrollment(aMatch(registration), { ...dependencies, freeEndedClaim });
    return { asked, claim, enrollments };
  }
  const otherImage = { image_sha256: 'b'.repeat(64) };

  it('takes over a user whose holder has ended, and asks about nobody else', async () => {
    const { asked, claim, enrollments } = await meeting(aClaim({ session_id: 'ij_1', ...otherImage }));
    expect(await claim()).toEqual({ continue: true, reason_codes: [] });
    expect((await enrollments.get(TENANT, 'user-1'))?.session_id).toBe('vs_1');
    await claim();
    expect(asked).toEqual([`${TENANT} user-1`]);
  });

  it('takes over an image that an ended job has claimed for another user', async () => {
    const { asked, claim, enrollments } = await meeting(aClaim({ session_id: 'ij_1', user_id: 'user-0' }));
    expect(await claim()).toEqual({ continue: true, reason_codes: [] });
    expect(await enrollments.get(TENANT, 'user-0')).toBeUndefined();
    expect(asked).toEqual([`${TENANT} user-0`]);
  });

  it('takes over a user and an image that two ended jobs hold', async () => {
    const { asked, claim } = await meeting(
      aClaim({ session_id: 'ij_1', ...otherImage }),
      aClaim({ session_id: 'ij_2', user_id: 'user-0' }),
    );
    expect(await claim()).toEqual({ continue: true, reason_codes: [] });
    expect(asked).toEqual([`${TENANT} user-1`, `${TENANT} user-0`]);
  });
});
