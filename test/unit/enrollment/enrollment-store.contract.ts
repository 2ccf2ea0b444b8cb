import { describe, expect, it } from 'vitest';
import type { EnrollmentStore } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import { aClaim, anIndexedFace } from '../../support/lambda/builders.ts';
import { unique } from '../../support/lambda/unique.ts';

/** What every store of enrollments must do. */
export function runEnrollmentStoreContract(make: () => EnrollmentStore): void {
  describe('enrollment store', () => {
    it('gives a claim to one session, and the same answer when that session asks again', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      expect(await enrollments.claim(claim)).toEqual({ claimed: true });
      expect(await enrollments.claim(claim)).toEqual({ claimed: true });
      expect(await enrollments.get(claim.tenant, claim.user_id)).toEqual(claim);
    });

    it('refuses a second session the user, and another user the image', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      await enrollments.claim(claim);
      const sameUser = aClaim({ tenant: claim.tenant, session_id: 'vs_2', image_sha256: 'b'.repeat(64) });
      const sameImage = aClaim({ tenant: claim.tenant, session_id: 'vs_3', user_id: 'user-2' });
      const { user_id: holder } = claim;
      expect(await enrollments.claim(sameUser)).toEqual({ claimed: false, takenBy: 'user', holder });
      expect(await enrollments.claim(sameImage)).toEqual({ claimed: false, takenBy: 'image', holder });
      // an index job is one session for all of its users
      const sameSession = { ...sameImage, session_id: claim.session_id };
      expect(await enrollments.claim(sameSession)).toEqual({ claimed: false, takenBy: 'image', holder });
      expect(await enrollments.get(claim.tenant, 'user-2')).toBeUndefined();
    });

    it('keeps the progress of a claim that is claimed again', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const plan = { collection_id: 'c', image_id: 'img_1', generations_revision: 0, copies: [] };
      const face = anIndexedFace({ face_id: unique('face') });
      await enrollments.claim(claim);
      const planned = await enrollments.plan(claim, plan);
      await enrollments.recordFace(claim, face, ['image_too_dark']);
      await enrollments.claim(claim);
      const stored = await enrollments.get(claim.tenant, claim.user_id);
      expect(stored).toEqual({
        ...claim,
        planned,
        face,
        copies: {},
        rejected_for: ['image_too_dark'],
      });
    });

    it('refuses to record a face for a session that has lost its claim', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const face = anIndexedFace({ face_id: unique('face') });
      await enrollments.claim(claim);
      await enrollments.release(claim);
      expect(await enrollments.recordFace(claim, face, [])).toBe(false);
      expect(await enrollments.faceRecords(claim.tenant, [face.face_id])).toEqual(new Map());
    });

    it('takes the same face twice, and no second face', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const face = anIndexedFace({ face_id: unique('face') });
      await enrollments.claim(claim);
      expect(await enrollments.recordFace(claim, face, [])).toBe(true);
      expect(await enrollments.recordFace(claim, face, [])).toBe(true);
      expect(await enrollments.recordFace(claim, anIndexedFace({ face_id: unique('face') }), [])).toBe(false);
      expect((await enrollments.get(claim.tenant, claim.user_id))?.face).toEqual(face);
    });

    it('records faces of one call together, and a state of each', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const [face, other] = [
        anIndexedFace({ face_id: unique('face') }),
        anIndexedFace({ face_id: unique('face') }),
      ];
      const stitched = { image: 1, others: [{ image: 0, face: other, rejected_for: ['image_too_dark'] }] };
      await enrollments.claim(claim);
      expect(await enrollments.recordFace(claim, face, [], stitched)).toBe(true);
      expect(await enrollments.get(claim.tenant, claim.user_id)).toMatchObject({ face, stitched });
      const records = await enrollments.faceRecords(claim.tenant, [face.face_id, other.face_id]);
      expect([...records.values()].map(({ state }) => state)).toEqual(['pending', 'revoked']);
    });

    it('records a face that must not be kept as revoked at once, so that it contends with nobody', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const face = anIndexedFace({ face_id: unique('face') });
      await enrollments.claim(claim);
      for (const _time of ['first', 'again'])
        expect(await enrollments.recordFace(claim, face, ['image_too_dark'])).toBe(true);
      const records = await enrollments.faceRecords(claim.tenant, [face.face_id]);
      expect(records.get(face.face_id)).toEqual({ state: 'revoked', user_id: claim.user_id });
    });

    it('frees user and image when a claim is released, and leaves the claims of others', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const other = aClaim({ tenant: claim.tenant, session_id: 'vs_2' });
      await enrollments.claim(claim);
      await enrollments.release(other);
      expect(await enrollments.get(claim.tenant, claim.user_id)).toEqual(claim);
      await enrollments.release(claim);
      expect(await enrollments.claim(other)).toEqual({ claimed: true });
    });

    it('keeps a face revoked that was ruled out before it was recorded', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const face = anIndexedFace({ face_id: unique('face') });
      await enrollments.claim(claim);
      expect(await enrollments.revoke(claim.tenant, face.face_id)).toBe(true);
      await enrollments.recordFace(claim, face, []);
      const records = await enrollments.faceRecords(claim.tenant, [face.face_id, 'unknown']);
      expect(records).toEqual(new Map([[face.face_id, { state: 'revoked', user_id: 'user-1' }]]));
    });

    it('keeps one copy a collection, and forgets it where it is dropped', async () => {
      const enrollments = make();
      const claim = aClaim({ tenant: unique('tenant') });
      const plan = {
        collection_id: 'x.g1.0',
        image_id: 'img_1',
        generations_revision: 2,
        copies: ['x.g2.1'],
      };
      const copy = anIndexedFace({ face_id: unique('face'), collection_id: 'x.g2.1' });
      await enrollments.claim(claim);
      const planned = await enrollments.plan(claim, plan);
      expect(await enrollments.recordCopy(claim, copy)).toBe(true);
      expect(await enrollments.recordCopy(claim, copy)).toBe(true);
      const stored = await enrollments.get(claim.tenant, claim.user_id);
      expect(stored).toEqual({ ...claim, planned, copies: { 'x.g2.1': copy } });
      const records = await enrollments.faceRecords(claim.tenant, [copy.face_id]);
      expect(records.get(copy.face_id)).toEqual({ state: 'pending', user_id: 'user-1' });
      await enrollments.dropCopy(claim, 'x.g2.1');
      expect((await enrollments.get(claim.tenant, claim.user_id))?.copies).toEqual({});
      await enrollments.release(claim);
      expect(await enrollments.recordCopy(claim, copy)).toBe(false);
    });
  });
}
