import { describe, expect, it } from 'vitest';
import { anEnrollment, COLLECTION } from '../../support/lambda/an-enrollment.ts';
import { aClaim, TENANT } from '../../support/lambda/builders.ts';

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

  it('frees the claims of a session that has indexed nothing', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: [] });
    expect(enrollment.enrollments.claims.size).toBe(0);
    expect(enrollment.metrics).toContainEqual({
      name: 'CompensationRun',
      value: 1,
      dimensions: { Result: 'nothing_indexed' },
    });
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
