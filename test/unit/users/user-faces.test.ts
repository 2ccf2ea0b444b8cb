import { describe, expect, it } from 'vitest';
import { deleteUserFace } from '../../../lambda/users/delete-user-face.ts';
import { listUserFaces } from '../../../lambda/users/list-user-faces.ts';
import { aMapping, anOperator } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { noUserVectors } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function anArchive() {
  const { emit, metrics } = recordedMetrics();
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const collections = new InMemoryCollections();
  const mapping = aMapping({
    s3_image_url: 's3://enrolled/acme/user-1/img_1.jpg',
    face_id: collections.add('face-idv.acme.g1.0', 'ann'),
  });
  enrollments.mappings.set(mapping.face_id, mapping);
  const enrolledImages = new InMemoryImages({ 'acme/user-1/img_1.jpg': new Uint8Array([1]) }, 'enrolled');
  return {
    vectors: noUserVectors,
    enrolledImages,
    mappings: enrollments,
    removal: enrollments,
    enrollments,
    collections,
    emit,
    metrics,
  };
}

describe('the faces of a user', () => {
  it('are listed without where the image lies', async () => {
    const { mappings } = anArchive();
    const page = await listUserFaces(anOperator(), 'user-1', mappings);
    expect(page).toMatchObject({ data: [{ face_id: 'face-1', source: 'selfie' }], has_more: false });
    expect(JSON.stringify(page)).not.toContain('s3://');
    expect((await listUserFaces(anOperator(), 'user-2', mappings)).data).toEqual([]);
  });

  it('are deleted from the collection first, then from what names them', async () => {
    const archive = anArchive();
    await deleteUserFace(anOperator(), 'user-1', 'face-1', archive);
    expect(archive.collections.allFaceIds()).toEqual([]);
    expect(archive.enrollments.mappings.size).toBe(0);
    expect(archive.enrolledImages.images.size).toBe(0);
    expect(archive.metrics).toEqual([{ name: 'FaceDeleted', value: 1, dimensions: { Reason: 'request' } }]);
  });

  it('are deleted in every generation at once', async () => {
    const archive = anArchive();
    const copy = aMapping({
      s3_image_url: 's3://enrolled/acme/user-1/img_1.jpg',
      collection_id: 'face-idv.acme.g2.5',
      face_id: archive.collections.add('face-idv.acme.g2.5', 'ann'),
    });
    archive.enrollments.mappings.set(copy.face_id, copy);
    await deleteUserFace(anOperator(), 'user-1', 'face-1', archive);
    expect(archive.collections.allFaceIds()).toEqual([]);
    expect(archive.enrollments.mappings.size).toBe(0);
  });

  it('stay known where the collection did not delete them', async () => {
    const archive = anArchive();
    archive.collections.broken.set('face-idv.acme.g1.0', new Error('no answer'));
    await expect(deleteUserFace(anOperator(), 'user-1', 'face-1', archive)).rejects.toThrow('no answer');
    expect(archive.enrollments.mappings.size).toBe(1);
  });

  it("refuses another user's or tenant's face as if there were none", async () => {
    const archive = anArchive();
    for (const [caller, user] of [
      [anOperator(), 'user-2'],
      [{ ...anOperator(), tenant: 'other' }, 'user-1'],
    ] as const) {
      await expect(deleteUserFace(caller, user, 'face-1', archive)).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    expect(archive.collections.allFaceIds()).toEqual(['face-1']);
  });
});
