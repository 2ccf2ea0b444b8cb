import { describe, expect, it } from 'vitest';
import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import type { UserVectors } from '../../../lambda/user-vectors/user-vectors.ts';
import { type DeleteUserFaceDependencies, deleteUserFace } from '../../../lambda/users/delete-user-face.ts';
import { aMapping, anOperator } from '../../support/lambda/builders.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const IN_G1 = 'face-idv.acme.g1.0';
const IN_G2 = 'face-idv.acme.g2.5';

/** User-1, with a face of one image in the first generation, and what is done about it. */
function anArchive() {
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const collections = new InMemoryCollections();
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const steps: string[] = [];
  const pairs = new InMemoryAllowedPairs();
  pairs.allow('user-1', 'twin');
  const add = (collection_id: string, image_id = 'img_1') => {
    const key = `acme/${image_id}.jpg`;
    enrolledImages.images.set(key, new Uint8Array([1]));
    const face_id = collections.add(collection_id, 'ann', image_id);
    const mapping = aMapping({ collection_id, face_id, image_id, s3_image_url: enrolledImages.urlOf(key) });
    enrollments.mappings.set(face_id, mapping);
    return mapping;
  };
  const vectors: UserVectors = {
    detach: async ({ face_id }, faces) => {
      steps.push(`detach ${face_id} of ${faces.length}`);
    },
    build: async ({ collection_id }) => {
      steps.push(`build ${collection_id}`);
    },
  };
  const sent: ReplicatedImage[] = [];
  const dependencies: DeleteUserFaceDependencies = {
    mappings: enrollments,
    pairs,
    removal: {
      remove: async (faces) => {
        steps.push(`forget ${faces.map(({ face_id }) => face_id).join()}`);
        await enrollments.remove(faces);
      },
    },
    collections: {
      delete: async (id, faceIds, cause) => {
        steps.push(`delete ${faceIds.join()}`);
        await collections.delete(id, faceIds, cause);
      },
    },
    enrolledImages,
    vectors,
    replication: {
      send: async (image) => {
        sent.push(image);
      },
    },
  };
  const face = add(IN_G1);
  const erase = (mapping: UserFaceMapping = face, changes: Partial<DeleteUserFaceDependencies> = {}) =>
    deleteUserFace(anOperator(), mapping.user_id, mapping.face_id, { ...dependencies, ...changes });
  const hasPair = async () => (await pairs.pairedWith('acme', 'twin')).size > 0;
  return { enrollments, hasPair, collections, enrolledImages, steps, sent, dependencies, add, face, erase };
}

describe('a face of a user', () => {
  it('is deleted from the collection first, then what names it, and last its image', async () => {
    const archive = anArchive();
    await archive.erase();
    expect(archive.steps).toEqual(['detach face-1 of 1', 'delete face-1', 'forget face-1', `build ${IN_G1}`]);
    expect(archive.collections.allFaceIds()).toEqual([]);
    expect(archive.enrollments.mappings.size).toBe(0);
    expect(archive.enrolledImages.images.size).toBe(0);
    expect(archive.collections.effects).toEqual(['deleted 1 request']);
  });

  it('is deleted in every generation at once, and a second region follows each', async () => {
    const archive = anArchive();
    archive.add(IN_G2);
    await archive.erase();
    expect(archive.steps).toEqual([
      'detach face-1 of 2',
      'delete face-1',
      'detach face-2 of 2',
      'delete face-2',
      'forget face-1,face-2',
      `build ${IN_G1}`,
      `build ${IN_G2}`,
    ]);
    const image = { kind: 'user', tenant: 'acme', user_id: 'user-1', image_id: 'img_1' };
    expect(archive.sent).toEqual([
      { ...image, collection_id: IN_G1 },
      { ...image, collection_id: IN_G2 },
    ]);
    expect(archive.collections.effects).toEqual(['deleted 1 request', 'deleted 1 request']);
  });

  it('is deleted with a copy that a migration maps meanwhile', async () => {
    const archive = anArchive();
    let isMapped = false;
    const { remove } = archive.dependencies.removal;
    const removal: DeleteUserFaceDependencies['removal'] = {
      remove: async (faces) => {
        if (!isMapped) archive.add(IN_G2);
        isMapped = true;
        await remove(faces);
      },
    };
    await archive.erase(archive.face, { removal });
    expect(archive.collections.allFaceIds()).toEqual([]);
    expect(archive.collections.effects).toEqual(['deleted 1 request', 'deleted 1 request']);
  });

  it('leaves faces of other images of the user', async () => {
    const archive = anArchive();
    const other = archive.add(IN_G1, 'img_2');
    await archive.erase();
    expect(archive.collections.allFaceIds()).toEqual([other.face_id]);
    expect([...archive.enrolledImages.images.keys()]).toEqual(['acme/img_2.jpg']);
    expect(archive.steps[0]).toBe('detach face-1 of 2');
    expect(await archive.hasPair()).toBe(true);
  });

  it('takes the allowed pairs along where it is the last one, also if the deletion is repeated', async () => {
    const archive = anArchive();
    archive.add(IN_G2);
    const removal = { remove: () => Promise.reject(new Error('interrupted')) };
    await expect(archive.erase(archive.face, { removal })).rejects.toThrow('interrupted');
    // the next attempt finds the face, and would otherwise find no pairs to look for
    expect(await archive.hasPair()).toBe(false);
    await archive.erase();
    expect(archive.enrollments.mappings.size).toBe(0);
  });

  it('stays known where the collection did not delete it', async () => {
    const archive = anArchive();
    archive.collections.broken.set(IN_G1, new Error('no answer'));
    await expect(archive.erase()).rejects.toThrow('no answer');
    expect(archive.enrollments.mappings.size).toBe(1);
    expect(archive.enrolledImages.images.size).toBe(1);
  });

  it('is deleted where there is no second region', async () => {
    const archive = anArchive();
    const { replication: _, ...alone } = archive.dependencies;
    await deleteUserFace(anOperator(), 'user-1', 'face-1', alone);
    expect(archive.collections.allFaceIds()).toEqual([]);
  });

  it("refuses another user's or tenant's face as if there were none", async () => {
    const archive = anArchive();
    for (const [caller, user, face] of [
      [anOperator(), 'user-2', 'face-1'],
      [anOperator(), 'user-1', 'face-9'],
      [{ ...anOperator(), tenant: 'other' }, 'user-1', 'face-1'],
    ] as const) {
      await expect(deleteUserFace(caller, user, face, archive.dependencies)).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining(face),
      });
    }
    expect(archive.collections.allFaceIds()).toEqual(['face-1']);
  });
});
