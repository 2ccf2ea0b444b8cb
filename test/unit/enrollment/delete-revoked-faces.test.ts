import { describe, expect, it } from 'vitest';
import { FacesNotDeleted } from '../../../lambda/collections/ports/face-collections.ts';
import { deleteRevokedFaces } from '../../../lambda/enrollment/delete-revoked-faces.ts';
import { failRegistration } from '../../../lambda/registration/end-registration.ts';
import { anEnrollment, COLLECTION } from '../../support/lambda/an-enrollment.ts';
import {
  aClaim,
  aFaceDeletion,
  anIndexedFace,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';

/** An enrollment that a session has given up, and the deletion that it has requested. */
async function givenUp(enrollment: ReturnType<typeof anEnrollment>) {
  await failRegistration(enrollment.registration, 'Fault', enrollment.dependencies);
  const counted = enrollment.metrics.length;
  return Object.assign(() => deleteRevokedFaces(TENANT, ['vs_1'], enrollment.dependencies), {
    metrics: () => enrollment.metrics.slice(counted),
  });
}

describe('deleting the faces of an enrollment that was given up', () => {
  it('deletes the face and its request, and does no harm when it is repeated', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    const remove = await givenUp(enrollment);
    expect((await remove()).size).toBe(0);
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.enrollments.deletions.size).toBe(0);
    expect(enrollment.collections.effects).toContain('deleted 1 undo');
    expect(remove.metrics()).toEqual([
      { name: 'FaceDeletionBatch', value: 1, dimensions: {} },
      { name: 'CompensationRun', value: 1, dimensions: { Result: 'face_deleted' } },
      { name: 'FaceDeletionAge', value: 0, dimensions: {} },
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
    expect((await (await givenUp(enrollment))()).size).toBe(0);
    expect(enrollment.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('deletes every copy in another generation, also one that was planned and not written down', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const [known, unknown] = ['face-idv.acme.g2.0', 'face-idv.acme.g3.0'];
    const copies = [known, unknown];
    const planned = { collection_id: COLLECTION, image_id: 'img_1', generations_revision: 1, copies };
    await enrollment.enrollments.plan(aClaim(), planned);
    const [face, copy] = [COLLECTION, ...copies].map((id) => enrollment.collections.add(id, 'ann', 'img_1'));
    const other = enrollment.collections.add(unknown, 'ann', 'img_0');
    await enrollment.enrollments.recordFace(aClaim(), anIndexedFace({ face_id: face ?? '' }), []);
    await enrollment.enrollments.recordCopy(
      aClaim(),
      anIndexedFace({ face_id: copy ?? '', collection_id: known }),
    );
    const remove = await givenUp(enrollment);
    enrollment.collections.calls.length = 0;
    expect((await remove()).size).toBe(0);
    expect(enrollment.collections.allFaceIds()).toEqual([other]);
    // a collection whose face is known is not searched for another
    expect(enrollment.collections.calls.filter((call) => call.startsWith('search'))).toEqual([
      `search ${unknown}`,
    ]);
  });

  it('deletes all images that a further enrollment has replaced, which is no compensation', async () => {
    const { dependencies, enrollments, collections, enrolledImages, metrics } = anEnrollment();
    const faces = ['img_1', 'img_2'].map((image) => ({
      collection_id: COLLECTION,
      face_id: collections.add(COLLECTION, 'ann', image),
    }));
    for (const image of ['img_1', 'img_2', 'img_3'])
      enrolledImages.images.set(`acme/${image}.jpg`, new Uint8Array([1]));
    const deletion = aFaceDeletion({
      image_id: 'img_1',
      further_image_ids: ['img_2'],
      cause: 'replaced',
      faces,
    });
    enrollments.deletions.set('vs_1', deletion);
    expect((await deleteRevokedFaces(TENANT, ['vs_1'], dependencies)).size).toBe(0);
    expect(collections.allFaceIds()).toEqual([]);
    expect([...enrolledImages.images.keys()]).toEqual(['acme/img_3.jpg']);
    expect(collections.effects).toContain('deleted 2 replaced');
    expect(metrics.map(({ name }) => name)).not.toContain('CompensationRun');
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
    expect((await remove()).size).toBe(0);
    expect(remove.metrics()).toContainEqual({
      name: 'CompensationRun',
      value: 1,
      dimensions: { Result: 'nothing_indexed' },
    });
  });

  it('keeps the request where a face could not be deleted, so that it can be tried again', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    const remove = await givenUp(enrollment);
    const fault = new Error('no answer');
    enrollment.collections.broken.set(COLLECTION, fault);
    expect([...(await remove())]).toEqual([['vs_1', fault]]);
    expect(enrollment.enrollments.deletions.size).toBe(1);
  });
});

/** Deletions of faces that are there, by the id of the session: each names its collections. */
function requested(byId: Readonly<Record<string, readonly string[]>>) {
  const enrollment = anEnrollment();
  for (const [id, ofId] of Object.entries(byId)) {
    const faces = ofId.map((collection_id) => ({
      collection_id,
      face_id: enrollment.collections.add(collection_id, id, `img_${id}`),
    }));
    const image_id = `img_${id}`;
    enrollment.enrollments.deletions.set(id, aFaceDeletion({ id, session_id: id, image_id, faces }));
  }
  const reserved: string[] = [];
  const dependencies = {
    ...enrollment.dependencies,
    limiter: {
      reserve: async (operation: string) => {
        reserved.push(operation);
        return { waitMs: 0 };
      },
      throttled: async (operation: string) => void reserved.push(`${operation} throttled`),
    },
  };
  return {
    ...enrollment,
    dependencies,
    reserved,
    remove: () => deleteRevokedFaces(TENANT, Object.keys(byId), dependencies),
    calls: () => enrollment.collections.calls.filter((call) => call.startsWith('delete')),
  };
}

const [ONE, OTHER] = ['face-idv.acme.g1.0', 'face-idv.acme.g1.1'];

describe('deleting the faces of many enrollments', () => {
  it('takes one call and one permit for each collection', async () => {
    const many = requested({ vs_1: [ONE], vs_2: [OTHER], vs_3: [ONE, OTHER], vs_4: [ONE] });
    expect((await many.remove()).size).toBe(0);
    expect(many.calls()).toEqual([`delete ${ONE}`, `delete ${OTHER}`]);
    expect(many.reserved).toEqual(['DeleteFaces', 'DeleteFaces']);
    expect(many.collections.allFaceIds()).toEqual([]);
    expect(many.enrollments.deletions.size).toBe(0);
  });

  it('counts faces by why they are deleted, although one call deletes them', async () => {
    const many = requested({ vs_1: [ONE], vs_2: [ONE], vs_3: [ONE] });
    const [poor] = many.enrollments.deletions.values();
    if (poor) many.enrollments.deletions.set('vs_1', { ...poor, cause: 'low_quality' });
    await many.remove();
    expect(many.calls()).toHaveLength(1);
    expect(many.collections.effects).toEqual(['deleted 1 low_quality', 'deleted 2 undo']);
  });

  it('keeps those whose collection does not answer, and no others', async () => {
    const many = requested({ vs_1: [ONE], vs_2: [OTHER], vs_3: [ONE, OTHER] });
    const fault = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    many.collections.broken.set(ONE, fault);
    expect([...(await many.remove())]).toEqual([
      ['vs_1', fault],
      ['vs_3', fault],
    ]);
    expect([...many.enrollments.deletions.keys()]).toEqual(['vs_1', 'vs_3']);
    expect(many.reserved).toContain('DeleteFaces throttled');
  });

  it('keeps the one whose face Rekognition refuses to delete, although the call was for all', async () => {
    const many = requested({ vs_1: [ONE], vs_2: [ONE] });
    const [refused = ''] = many.collections.allFaceIds();
    many.collections.delete = async () => {
      throw new FacesNotDeleted('a face of a user vector', [refused]);
    };
    expect([...(await many.remove()).keys()]).toEqual(['vs_1']);
    expect([...many.enrollments.deletions.keys()]).toEqual(['vs_1']);
  });

  it('begins no call that could outlast the function', async () => {
    const many = requested({ vs_1: [ONE], vs_2: [OTHER] });
    let asked = 0;
    // the first call begins in time, the second half a minute later
    const clock = () => (++asked <= 2 ? NOON : minutesAfter(1));
    const left = await deleteRevokedFaces(TENANT, ['vs_1', 'vs_2'], { ...many.dependencies, clock });
    expect([...left.keys()]).toEqual(['vs_2']);
    expect(many.calls()).toEqual([`delete ${ONE}`]);
  });
});
