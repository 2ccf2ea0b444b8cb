import { describe, expect, it } from 'vitest';
import { deleteRevokedFaces } from '../../../lambda/enrollment/delete-revoked-faces.ts';
import { failRegistration } from '../../../lambda/registration/end-registration.ts';
import { anEnrollment, COLLECTION } from '../../support/lambda/an-enrollment.ts';
import { aClaim, anIndexedFace } from '../../support/lambda/builders.ts';

/** An enrollment that a session has given up, and the deletion that it has requested. */
async function givenUp(enrollment: ReturnType<typeof anEnrollment>) {
  await failRegistration(enrollment.registration, 'Fault', enrollment.dependencies);
  const deletion = enrollment.enrollments.deletions.get('vs_1');
  if (!deletion) throw new Error('no deletion was requested');
  const counted = enrollment.metrics.length;
  return Object.assign(() => deleteRevokedFaces(deletion, enrollment.dependencies), {
    metrics: () => enrollment.metrics.slice(counted),
  });
}

describe('deleting the faces of an enrollment that was given up', () => {
  it('deletes the face and its request, and does no harm when it is repeated', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    const remove = await givenUp(enrollment);
    expect(await remove()).toEqual(['face-1']);
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.enrollments.deletions.size).toBe(0);
    expect(enrollment.collections.effects).toContain('deleted 1 undo');
    expect(remove.metrics()).toEqual([
      { name: 'CompensationRun', value: 1, dimensions: { Result: 'face_deleted' } },
    ]);
    await remove();
    expect(enrollment.collections.allFaceIds()).toEqual([]);
  });

  it('finds a face that was indexed and not written down, and no other face of the person', async () => {
    const enrollment = anEnrollment();
    enrollment.collections.add(COLLECTION, 'ann', 'img_0');
    await enrollment.claim();
    enrollment.enrollments.recordFace = async () => {
      throw new Error('crash');
    };
    await expect(enrollment.index()).rejects.toThrow('crash');
    expect(await (await givenUp(enrollment))()).toEqual(['face-2']);
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
    const remove = await givenUp(enrollment);
    enrollment.collections.calls.length = 0;
    expect(await remove()).toEqual([face, copy, lost]);
    expect(enrollment.collections.allFaceIds()).toEqual([other]);
    // a collection whose face is known is not searched for another
    expect(enrollment.collections.calls.filter((call) => call.startsWith('search'))).toEqual([
      `search ${unknown}`,
    ]);
  });

  it('deletes the image that an approval has kept before it failed', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    await enrollment.enrolledImages.writeJpeg('acme/img_1.jpg', new Uint8Array([1]));
    await enrollment.enrolledImages.writeJpeg('acme/img_0.jpg', new Uint8Array([1]));
    await (await givenUp(enrollment))();
    expect([...enrollment.enrolledImages.images.keys()]).toEqual(['acme/img_0.jpg']);
  });

  it('says so where nothing was indexed', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const planned = { collection_id: COLLECTION, image_id: 'img_1', generations_revision: 0, copies: [] };
    await enrollment.enrollments.plan(aClaim(), planned);
    const remove = await givenUp(enrollment);
    expect(await remove()).toEqual([]);
    expect(remove.metrics()).toEqual([
      { name: 'CompensationRun', value: 1, dimensions: { Result: 'nothing_indexed' } },
    ]);
  });

  it('keeps the request where a face could not be deleted, so that it can be tried again', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    const remove = await givenUp(enrollment);
    enrollment.collections.broken.set(COLLECTION, new Error('no answer'));
    await expect(remove()).rejects.toThrow('no answer');
    expect(enrollment.enrollments.deletions.size).toBe(1);
  });
});
