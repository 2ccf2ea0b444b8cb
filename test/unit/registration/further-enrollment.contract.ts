import { describe, expect, it } from 'vitest';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { abandon } from '../../../lambda/enrollment/domain/face-deletion.ts';
import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { replaceEarlier } from '../../../lambda/enrollment/domain/replaced-enrollments.ts';
import { approval } from '../../../lambda/kernel/decision.ts';
import { aCreatedSession, moved } from '../../support/lambda/a-moved-session.ts';
import { aClaim, aMapping, anIndexedFace, aSession, NOON } from '../../support/lambda/builders.ts';
import { unique } from '../../support/lambda/unique.ts';
import type { ApprovalStores } from './registration-approval.contract.ts';

const decision = approval('0123456789ab', NOON);
/** SHA-256 of the image of the nth enrollment. */
const hashOf = (nth: number) => String(nth).repeat(64);
const USER = 'user-1';

/** A user who enrolls one image after the other. */
export function anEnrollingUser(stores: ApprovalStores) {
  const { enrollments, approvals, mappings, sessions, transitions } = stores;
  const tenant = unique('tenant');
  const claimOf = (nth: number, changes: Partial<EnrollmentClaim> = {}) =>
    aClaim({ tenant, user_id: USER, session_id: `vs_${nth}`, image_sha256: hashOf(nth), ...changes });
  const begin = async (nth: number) => {
    const session = aSession({ tenant, id: `vs_${nth}`, status: 'processing' });
    await transitions.create(aCreatedSession(session), []);
    return session;
  };
  const index = async (nth: number, face_id = unique(`face-${nth}`)) => {
    const claim = claimOf(nth);
    await enrollments.recordFace(claim, anIndexedFace({ face_id, image_id: `img_${nth}` }), []);
    return aMapping({
      tenant,
      face_id,
      image_id: `img_${nth}`,
      image_sha256: hashOf(nth),
      session_id: `vs_${nth}`,
    });
  };
  const held = async () => (await enrollments.get(tenant, USER)) ?? expect.fail('nobody holds the user');
  const approve = async (nth: number, mapping: UserFaceMapping, replaces = false) => {
    const session = (await sessions.get(tenant, `vs_${nth}`)) ?? expect.fail('the session is gone');
    const claim = await held();
    const replaced = replaces
      ? replaceEarlier(
          claim,
          await enrollments.earlier(tenant, USER),
          await mappings.listOfUser(tenant, USER),
          `vs_${nth}`,
          NOON,
        )
      : undefined;
    return approvals.approve(claim, [mapping], moved(session, 'approve', { decision }), replaced);
  };
  const enroll = async (nth: number, replaces = false) => {
    await begin(nth);
    const claimed = nth === 1 ? enrollments.claim(claimOf(nth)) : enrollments.claimFurther(claimOf(nth));
    expect(await claimed).toEqual({ claimed: true });
    const mapping = await index(nth);
    expect(await approve(nth, mapping, replaces)).toBe('approved');
    return mapping;
  };
  const images = async () => (await mappings.listOfUser(tenant, USER)).map(({ image_id }) => image_id).sort();
  const statesOf = async (...of: readonly UserFaceMapping[]) => {
    const ids = of.map(({ face_id }) => face_id);
    const records = await enrollments.faceRecords(tenant, ids);
    return ids.map((id) => records.get(id)?.state);
  };
  return { tenant, claimOf, begin, index, held, approve, enroll, images, statesOf };
}

/** What every store must do for a user who enrolls several times. */
export function runFurtherEnrollmentContract(make: () => ApprovalStores): void {
  describe('a further enrollment', () => {
    it('adds to those of the user, which stay in force', async () => {
      const stores = make();
      const user = anEnrollingUser(stores);
      const first = await user.enroll(1);
      const second = await user.enroll(2);
      const third = await user.enroll(3);
      expect(await user.images()).toEqual(['img_1', 'img_2', 'img_3']);
      expect(await user.statesOf(first, second, third)).toEqual(['mapped', 'mapped', 'mapped']);
      expect(await user.held()).toMatchObject({ session_id: 'vs_3', state: 'enrolled' });
      expect(await user.held()).not.toHaveProperty('former');
      const earlier = await stores.enrollments.earlier(user.tenant, USER);
      expect(earlier.map(({ session_id, state }) => [session_id, state])).toEqual([
        ['vs_1', 'enrolled'],
        ['vs_2', 'enrolled'],
      ]);
    });

    it('replaces all of them in one write, which also asks for the deletion of their faces', async () => {
      const stores = make();
      const user = anEnrollingUser(stores);
      const [first, second] = [await user.enroll(1), await user.enroll(2)];
      const third = await user.enroll(3, true);
      expect(await user.images()).toEqual(['img_3']);
      expect(await user.statesOf(first, second, third)).toEqual(['revoked', 'revoked', 'mapped']);
      expect(await stores.enrollments.earlier(user.tenant, USER)).toEqual([]);
      const deletion = await stores.deletions.get(user.tenant, 'vs_3');
      expect(deletion).toMatchObject({ cause: 'replaced', searched_collections: [] });
      expect(deletion?.faces.map(({ face_id }) => face_id).sort()).toEqual(
        [first, second].map(({ face_id }) => face_id).sort(),
      );
      // their images are free again
      const other = aClaim({ tenant: user.tenant, user_id: 'user-2', image_sha256: hashOf(1) });
      expect(await stores.enrollments.claim(other)).toEqual({ claimed: true });
    });

    it('is one at a time, and none of a user who is not enrolled', async () => {
      const { enrollments, ...stores } = make();
      const user = anEnrollingUser({ enrollments, ...stores });
      expect(await enrollments.claimFurther(user.claimOf(2))).toEqual({
        claimed: false,
        takenBy: 'deletion',
      });
      await user.enroll(1);
      expect(await enrollments.claimFurther(user.claimOf(2))).toEqual({ claimed: true });
      expect(await enrollments.claimFurther(user.claimOf(2))).toEqual({ claimed: true });
      expect(await enrollments.claimFurther(user.claimOf(3))).toMatchObject({
        claimed: false,
        takenBy: 'user',
      });
      expect(await enrollments.claim(user.claimOf(4))).toMatchObject({ claimed: false, takenBy: 'user' });
    });

    it('does not take the image of another enrollment', async () => {
      const { enrollments, ...stores } = make();
      const user = anEnrollingUser({ enrollments, ...stores });
      await user.enroll(1);
      await user.enroll(2);
      const again = user.claimOf(3, { image_sha256: hashOf(1) });
      expect(await enrollments.claimFurther(again)).toMatchObject({ claimed: false, takenBy: 'image' });
      expect(await user.held()).toMatchObject({ session_id: 'vs_2', state: 'enrolled' });
    });

    it('leaves the earlier enrollment in force where it is released', async () => {
      const { enrollments, ...stores } = make();
      const user = anEnrollingUser({ enrollments, ...stores });
      await user.enroll(1);
      const before = await user.held();
      await enrollments.claimFurther(user.claimOf(2));
      await enrollments.release(user.claimOf(2));
      expect(await user.held()).toEqual(before);
      expect(await enrollments.claimFurther(user.claimOf(2))).toEqual({ claimed: true });
    });

    it('gives up its own face and claim where its session fails, and no earlier one', async () => {
      const stores = make();
      const user = anEnrollingUser(stores);
      const first = await user.enroll(1);
      const before = await user.held();
      const session = await user.begin(2);
      await stores.enrollments.claimFurther(user.claimOf(2));
      const plan = { collection_id: 'c', image_id: 'img_2', generations_revision: 0, copies: [] };
      await stores.enrollments.plan(await user.held(), plan);
      const second = await user.index(2);
      const abandoned = abandon(await user.held(), 'vs_2', NOON);
      expect(await stores.transitions.apply(moved(session, 'fail'), { abandoned })).toBe(true);
      expect(await user.held()).toEqual(before);
      expect(await user.statesOf(first, second)).toEqual(['mapped', 'revoked']);
      expect(await user.images()).toEqual(['img_1']);
      const deletion = await stores.deletions.get(user.tenant, 'vs_2');
      expect(deletion?.faces).toEqual([{ collection_id: second.collection_id, face_id: second.face_id }]);
    });

    it('stays enrolled by the others where one face is deleted, whichever it is', async () => {
      for (const [deleted, left] of [
        [1, ['img_2', 'img_3']],
        [2, ['img_1', 'img_3']],
        [3, ['img_1', 'img_2']],
      ] as const) {
        const stores = make();
        const user = anEnrollingUser(stores);
        const faces = [await user.enroll(1), await user.enroll(2), await user.enroll(3)];
        await stores.removal.remove(faces.filter(({ image_id }) => image_id === `img_${deleted}`));
        expect(await user.images()).toEqual(left);
        const enrolled = [await user.held(), ...(await stores.enrollments.earlier(user.tenant, USER))];
        expect(enrolled.map(({ session_id }) => session_id).sort()).toEqual(
          left.map((image) => image.replace('img', 'vs')),
        );
        // the image is free, the user is not
        const other = aClaim({ tenant: user.tenant, user_id: 'user-2', image_sha256: hashOf(deleted) });
        expect(await stores.enrollments.claim(other)).toEqual({ claimed: true });
        expect(await stores.enrollments.claim(user.claimOf(4))).toMatchObject({ takenBy: 'user' });
      }
    });

    it('frees the user with the last of their faces', async () => {
      const stores = make();
      const user = anEnrollingUser(stores);
      for (const face of [await user.enroll(1), await user.enroll(2), await user.enroll(3)])
        await stores.removal.remove([face]);
      expect(await stores.enrollments.get(user.tenant, USER)).toBeUndefined();
      expect(await stores.enrollments.claim(user.claimOf(4))).toEqual({ claimed: true });
    });

    it('goes on beside the deletion of an earlier face, and is not approved without any', async () => {
      const stores = make();
      const user = anEnrollingUser(stores);
      const [first, second] = [await user.enroll(1), await user.enroll(2)];
      const session = await user.begin(3);
      await stores.enrollments.claimFurther(user.claimOf(3));
      const third = await user.index(3);
      const stale = await user.held();
      await stores.removal.remove([second]);
      expect((await user.held()).former).toMatchObject({ session_id: 'vs_1' });
      await stores.removal.remove([first]);
      expect(await user.held()).not.toHaveProperty('former');
      const approved = moved(session, 'approve', { decision });
      expect(await stores.approvals.approve(stale, [third], approved)).toBe('not_processing');
      expect(await user.images()).toEqual([]);
      // given up, it leaves nobody
      const abandoned = abandon(await user.held(), 'vs_3', NOON);
      expect(await stores.transitions.apply(moved(session, 'fail'), { abandoned })).toBe(true);
      expect(await stores.enrollments.get(user.tenant, USER)).toBeUndefined();
    });

    it('is given up with what it is added to now, not with what was read', async () => {
      const stores = make();
      const user = anEnrollingUser(stores);
      const [, second] = [await user.enroll(1), await user.enroll(2)];
      const session = await user.begin(3);
      await stores.enrollments.claimFurther(user.claimOf(3));
      const stale = abandon(await user.held(), 'vs_3', NOON);
      await stores.removal.remove([second]);
      expect(await stores.transitions.apply(moved(session, 'fail'), { abandoned: stale })).toBe(false);
      await stores.enrollments.release(user.claimOf(3));
      expect(await user.held()).toMatchObject({ session_id: 'vs_1', state: 'enrolled' });
    });

    it('keeps the enrollment of a row of two images until both are deleted', async () => {
      const stores = make();
      const user = anEnrollingUser(stores);
      await user.begin(1);
      await stores.enrollments.claim(user.claimOf(1));
      const one = await user.index(1);
      const other = { ...one, face_id: unique('face'), image_id: 'img_1b' };
      const session = aSession({ tenant: user.tenant, id: 'vs_1', status: 'processing' });
      const approved = moved(session, 'approve', { decision });
      expect(await stores.approvals.approve(await user.held(), [one, other], approved)).toBe('approved');
      await stores.removal.remove([one]);
      expect(await user.held()).toMatchObject({ session_id: 'vs_1', state: 'enrolled' });
      await stores.removal.remove([other]);
      expect(await stores.enrollments.get(user.tenant, USER)).toBeUndefined();
    });
  });
}
