import { describe, expect, it } from 'vitest';
import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import { endReplacement, facesToReplace } from '../../../lambda/registration/replace-earlier-faces.ts';
import { aClaim, aFaceDeletion, aMapping, aRegistration, NOON } from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const OWN = 'c'.repeat(64);
const registration = aRegistration({ type: 're_enrollment', enrollment: { mode: 'replace' } });

function aReplacement() {
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const built: string[] = [];
  const replicated: ReplicatedImage[] = [];
  const dependencies = {
    enrollments,
    mappings: enrollments,
    removal: enrollments,
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    buildVector: async ({ collection_id }: { readonly collection_id: string }) =>
      void built.push(collection_id),
    replication: { send: async (image: ReplicatedImage) => void replicated.push(image) },
    clock: () => NOON,
    emit: () => {},
  };
  return { enrollments, built, replicated, dependencies };
}

describe('replacing the faces of a user', () => {
  it('is of all faces but the own one, and of none where a face is added', async () => {
    const { enrollments, dependencies } = aReplacement();
    for (const [face_id, image_sha256] of [
      ['old', 'a'.repeat(64)],
      ['own', OWN],
    ] as const)
      enrollments.mappings.set(face_id, aMapping({ face_id, image_sha256 }));
    const claim = aClaim({ image_sha256: OWN, former: aClaim({ state: 'enrolled' }) });
    const replaced = await facesToReplace(registration, claim, dependencies);
    expect(replaced?.faces.map(({ face_id }) => face_id)).toEqual(['old']);
    const adding = { ...registration, enrollment: { mode: 'add' as const } };
    expect(await facesToReplace(adding, claim, dependencies)).toBeUndefined();
  });

  it('ends with requests for what has changed, and unmaps a copy that a migration has made meanwhile', async () => {
    const { enrollments, built, replicated, dependencies } = aReplacement();
    const [g1, g2] = ['face-idv.acme.g1.0', 'face-idv.acme.g2.0'];
    enrollments.mappings.set('copy', aMapping({ face_id: 'copy', image_id: 'img_1', collection_id: g2 }));
    enrollments.mappings.set('own', aMapping({ face_id: 'own', image_id: 'img_2', image_sha256: OWN }));
    enrollments.deletions.set(
      'vs_1',
      aFaceDeletion({
        image_id: 'img_1',
        faces: [{ collection_id: g1 ?? '', face_id: 'old' }],
        cause: 'replaced',
      }),
    );
    await endReplacement(registration, dependencies);
    expect([...enrollments.mappings.keys()]).toEqual(['own']);
    expect(built).toEqual([g1, g2]);
    expect(replicated.map(({ image_id }) => image_id)).toEqual(['img_1', 'img_1']);
    expect(enrollments.sentDeletions).toEqual([{ tenant: 'acme', id: 'vs_1' }]);
  });

  it('does nothing once the faces are deleted', async () => {
    const { enrollments, built, dependencies } = aReplacement();
    await endReplacement(registration, dependencies);
    expect([built, enrollments.sentDeletions]).toEqual([[], []]);
  });
});
