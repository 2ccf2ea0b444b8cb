import { describe, expect, it } from 'vitest';
import type { TenantGenerations } from '../../../lambda/collections/ports/generation-registry.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { indexCopies } from '../../../lambda/enrollment/index-copies.ts';
import { aClaim, anIndexedFace, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const [G1, G2] = ['face-idv.acme.g1.0', 'face-idv.acme.g2.0'];
const [g1, g2] = ['g1', 'g2'].map((generation) => aGeneration({ generation, shards: 1 }));
if (!g1 || !g2) throw new Error('two were made');
const outside: TenantGenerations = { revision: 0, active: g1 };
const migrating: TenantGenerations = { revision: 1, active: g1, filling: g2 };

/** A claim whose face is indexed in the active generation, while generations are as a test says. */
async function anEnrollment(generations: TenantGenerations, image = anImageOf('ann')) {
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const collections = new InMemoryCollections();
  const images = new InMemoryImages({ selfie: image });
  const planned = { collection_id: G1, image_id: 'img_1', generations_revision: 0, copies: [] };
  const face = anIndexedFace({ face_id: collections.add(G1, 'ann', 'img_1') });
  await enrollments.claim(aClaim());
  await enrollments.plan(aClaim(), planned);
  await enrollments.recordFace(aClaim(), face, []);
  let current = generations;
  const held = async (): Promise<EnrollmentClaim> => {
    const claim = await enrollments.get(TENANT, 'user-1');
    if (!claim) throw new Error('the claim is gone');
    return claim;
  };
  const dependencies = {
    enrollments,
    collections,
    images,
    collectionPrefix: 'face-idv',
    generations: { get: async () => current, keep: async () => {} },
  };
  return {
    enrollments,
    collections,
    images,
    held,
    facesIn: (id: string) => (collections.collections.get(id) ?? []).map(({ faceId }) => faceId),
    become: (changed: TenantGenerations) => {
      current = changed;
    },
    copy: async (claim?: EnrollmentClaim) =>
      indexCopies(claim ?? (await held()), { tenant: TENANT, user_id: 'user-1' }, dependencies),
  };
}

describe('the copies of an enrollment', () => {
  it('are none outside a migration, and no image is read', async () => {
    const enrollment = await anEnrollment(outside);
    const before = await enrollment.held();
    enrollment.images.images.clear();
    await enrollment.copy();
    expect(await enrollment.held()).toEqual(before);
    expect(enrollment.collections.calls).toEqual([]);
  });

  it('are planned, indexed under the same image id, and written down', async () => {
    const enrollment = await anEnrollment(migrating);
    await enrollment.copy();
    expect(enrollment.facesIn(G2)).toHaveLength(1);
    expect(await enrollment.held()).toMatchObject({
      planned: { generations_revision: 1, copies: [G2], without_shard: [] },
      copies: { [G2]: { face_id: enrollment.facesIn(G2)[0], collection_id: G2, image_id: 'img_1' } },
    });
  });

  it('are left as they are when it is run again', async () => {
    const enrollment = await anEnrollment(migrating);
    await enrollment.copy();
    const before = await enrollment.held();
    enrollment.images.images.clear();
    await enrollment.copy();
    expect(await enrollment.held()).toEqual(before);
  });

  it('replace what a try that died has indexed', async () => {
    const enrollment = await anEnrollment(migrating);
    const { recordCopy } = enrollment.enrollments;
    enrollment.enrollments.recordCopy = () => Promise.reject(new Error('crash'));
    await expect(enrollment.copy()).rejects.toThrow('crash');
    const [lost] = enrollment.facesIn(G2);
    enrollment.enrollments.recordCopy = recordCopy;
    await enrollment.copy();
    expect(enrollment.facesIn(G2)).toHaveLength(1);
    expect(enrollment.facesIn(G2)).not.toContain(lost);
  });

  it('are searched for leftovers only where they were planned before', async () => {
    const enrollment = await anEnrollment(migrating);
    await enrollment.copy();
    expect(enrollment.collections.calls).toEqual([`index ${G2}`]);
  });

  it('lack a face where the other model sees nobody', async () => {
    const enrollment = await anEnrollment(migrating, anImageOf(NOBODY));
    await enrollment.copy();
    expect((await enrollment.held()).copies).toEqual({});
  });

  it('lack a generation in which the user has no shard', async () => {
    const shard_key = { kind: 'attribute', attribute: 'country' } as const;
    const enrollment = await anEnrollment({ ...migrating, filling: { ...g2, shard_key } });
    await enrollment.copy();
    expect(await enrollment.held()).toMatchObject({
      planned: { copies: [], without_shard: ['g2'] },
      copies: {},
    });
    expect(enrollment.facesIn(G2)).toEqual([]);
  });

  it('go, ruled out first, where a migration was canceled', async () => {
    const enrollment = await anEnrollment(migrating);
    await enrollment.copy();
    const [stale = ''] = enrollment.facesIn(G2);
    enrollment.become({ revision: 2, active: g1 });
    await enrollment.copy();
    expect(enrollment.facesIn(G2)).toEqual([]);
    expect(enrollment.enrollments.faces.get(stale)?.state).toBe('revoked');
    expect(await enrollment.held()).toMatchObject({
      copies: {},
      planned: { generations_revision: 2, copies: [] },
    });
  });

  it('are in the old generation once the migration has cut over', async () => {
    const enrollment = await anEnrollment({ revision: 2, active: g2, draining: g1 });
    await enrollment.copy();
    expect(Object.keys((await enrollment.held()).copies ?? {})).toEqual([G2]);
    expect(enrollment.facesIn(G1)).toHaveLength(1);
  });

  it('fail where the judged face lies in a generation that nobody writes any more', async () => {
    const enrollment = await anEnrollment({ revision: 3, active: g2 });
    await expect(enrollment.copy()).rejects.toThrow(`collection ${G1} is drained while session vs_1`);
    expect(enrollment.facesIn(G2)).toEqual([]);
  });

  it('are taken back where the enrollment was undone while they were indexed', async () => {
    const enrollment = await anEnrollment(migrating);
    const claim = await enrollment.held();
    enrollment.enrollments.recordCopy = async () => false;
    await expect(enrollment.copy(claim)).rejects.toThrow('session vs_1 was undone while its face was copied');
    expect(enrollment.facesIn(G2)).toEqual([]);
  });

  it('need a face that is planned and indexed', async () => {
    const enrollment = await anEnrollment(migrating);
    const { planned, face, ...bare } = await enrollment.held();
    if (!planned || !face) throw new Error('it is');
    for (const claim of [bare, { ...bare, planned }, { ...bare, face }])
      await expect(enrollment.copy(claim)).rejects.toThrow('session vs_1 has no face to copy');
  });
});
