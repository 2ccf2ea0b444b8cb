import { describe, expect, it } from 'vitest';
import { anEnrollment, COLLECTION } from '../../support/lambda/an-enrollment.ts';
import { aClaim, anIndexedFace, TENANT } from '../../support/lambda/builders.ts';

describe('undoing an enrollment', () => {
  it('deletes the face, rules it out, and frees user and image', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: ['face-1'] });
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.enrollments.faces.get('face-1')?.state).toBe('revoked');
    expect(enrollment.enrollments.claims.size + enrollment.enrollments.imageClaims.size).toBe(0);
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: [] });
  });

  it('finds a face that was indexed and not written down, and no other face of the person', async () => {
    const enrollment = anEnrollment();
    enrollment.collections.add(COLLECTION, 'ann', 'img_0');
    await enrollment.claim();
    enrollment.enrollments.recordFace = async () => {
      throw new Error('crash');
    };
    await expect(enrollment.index()).rejects.toThrow('crash');
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: ['face-2'] });
    expect(enrollment.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('deletes every copy in another generation, also one that was planned and not written down', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const [known, unknown] = ['face-idv.acme.g2.0', 'face-idv.acme.g3.0'];
    const copies = [known, unknown];
    const planned = { collection_id: COLLECTION, image_id: 'img_1', generations_revision: 1, copies };
    await enrollment.enrollments.plan(aClaim(), planned);
    const [face, copy, lost] = [COLLECTION, ...copies].map((id) =>
      enrollment.collections.add(id, 'ann', 'img_1'),
    );
    const other = enrollment.collections.add(unknown, 'ann', 'img_0');
    await enrollment.enrollments.recordFace(aClaim(), anIndexedFace({ face_id: face ?? '' }), []);
    await enrollment.enrollments.recordCopy(
      aClaim(),
      anIndexedFace({ face_id: copy ?? '', collection_id: known }),
    );
    enrollment.collections.calls.length = 0;
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: [face, copy, lost] });
    expect(enrollment.collections.allFaceIds()).toEqual([other]);
    // a collection whose face is known is not searched for another
    expect(enrollment.collections.calls.filter((call) => call.startsWith('search'))).toEqual([
      `search ${unknown}`,
    ]);
    expect(enrollment.metrics).toEqual([
      { name: 'FaceDeleted', value: 3, dimensions: { Reason: 'compensation' } },
      { name: 'CompensationRun', value: 1, dimensions: { Result: 'face_deleted' } },
    ]);
  });

  it('deletes the image that an approval has kept before it failed', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    await enrollment.enrolledImages.writeJpeg('acme/user-1/img_1.jpg', new Uint8Array([1]));
    await enrollment.enrolledImages.writeJpeg('acme/user-1/img_0.jpg', new Uint8Array([1]));
    await enrollment.undo();
    expect([...enrollment.enrolledImages.images.keys()]).toEqual(['acme/user-1/img_0.jpg']);
  });

  it('rules a face out before it is deleted, so that nobody yields to what is about to go', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    const states: unknown[] = [];
    const remove = enrollment.collections.delete.bind(enrollment.collections);
    enrollment.collections.delete = async (...call) => {
      states.push(enrollment.enrollments.faces.get('face-1')?.state);
      return remove(...call);
    };
    await enrollment.undo();
    expect(states).toEqual(['revoked']);
  });

  it('frees the claims of a session that has indexed nothing', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: [] });
    expect(enrollment.enrollments.claims.size).toBe(0);
    expect(enrollment.metrics).toEqual([
      { name: 'CompensationRun', value: 1, dimensions: { Result: 'nothing_indexed' } },
    ]);
  });

  it('leaves what another session holds, and what is approved', async () => {
    const other = anEnrollment();
    await other.enrollments.claim(aClaim({ session_id: 'vs_0' }));
    await other.undo();
    expect(other.enrollments.claims.size).toBe(1);
    const approved = anEnrollment();
    await approved.claim();
    await approved.index();
    approved.enrollments.claims.set(`${TENANT}#user-1`, aClaim({ state: 'enrolled' }));
    expect(await approved.undo()).toEqual({ deleted_face_ids: [] });
    expect(approved.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('keeps the claims where a face could not be deleted, so that it can be tried again', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    enrollment.collections.broken.set(COLLECTION, new Error('no answer'));
    await expect(enrollment.undo()).rejects.toThrow('no answer');
    expect(enrollment.enrollments.claims.size).toBe(1);
  });
});
