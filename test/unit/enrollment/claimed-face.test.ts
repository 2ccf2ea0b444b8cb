import { describe, expect, it } from 'vitest';
import { keepFace, planFace } from '../../../lambda/enrollment/claimed-face.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { aClaim, anIndexedFace, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const COLLECTION = 'face-idv.acme.g1.0';
const OWNER = { tenant: TENANT, user_id: 'user-1' };

function aDesk(generations = activeGenerations({ shards: 1 })) {
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const collections = new InMemoryCollections();
  let made = 0;
  const newIdentifier = (prefix: string) => {
    made += 1;
    return `${prefix}_${made}`;
  };
  const dependencies = {
    enrollments,
    collections,
    generations,
    newIdentifier,
    collectionPrefix: 'face-idv',
  };
  return {
    enrollments,
    collections,
    claim: async () => {
      await enrollments.claim(aClaim());
      return aClaim();
    },
    held: () => enrollments.get(TENANT, 'user-1'),
    plan: (claim: EnrollmentClaim) => planFace(claim, OWNER, [anImageOf('ann')], dependencies),
    keep: (...kept: [EnrollmentClaim['stitched']?]) =>
      keepFace(aClaim(), anIndexedFace(), ['image_too_dark'], dependencies, ...kept),
  };
}

describe('planning a face', () => {
  it('writes down where it goes and under which image id, before anything is indexed', async () => {
    const desk = aDesk();
    const planned = await desk.plan(await desk.claim());
    expect(planned).toEqual({
      collection_id: COLLECTION,
      image_id: 'img_1',
      generations_revision: 0,
      copies: [],
      without_shard: [],
    });
    expect((await desk.held())?.planned).toEqual(planned);
    expect(desk.collections.calls).toEqual([]);
  });

  it('names the collections that a migration writes, and the generations that lack the user', async () => {
    const filling = aGeneration({ generation: 'g2', shards: 1 });
    const desk = aDesk(activeGenerations({ shards: 1 }, { filling }));
    expect(await desk.plan(await desk.claim())).toMatchObject({ copies: ['face-idv.acme.g2.0'] });
    const shard_key = { kind: 'attribute', attribute: 'country' } as const;
    const other = aDesk(activeGenerations({ shards: 1 }, { filling: { ...filling, shard_key } }));
    expect(await other.plan(await other.claim())).toMatchObject({ copies: [], without_shard: ['g2'] });
  });

  it('keeps an earlier plan, and deletes what was indexed by it without being written down', async () => {
    const desk = aDesk();
    const planned = await desk.plan(await desk.claim());
    desk.collections.add(COLLECTION, 'ann', 'img_1');
    const other = desk.collections.add(COLLECTION, 'ann', 'img_0');
    expect(await desk.plan(aClaim({ planned }))).toEqual(planned);
    expect(desk.collections.allFaceIds()).toEqual([other]);
    expect(await desk.plan(aClaim({ planned }))).toEqual(planned);
    expect(desk.collections.calls.filter((call) => call.startsWith('delete'))).toHaveLength(1);
  });
});

describe('keeping a face', () => {
  const others = [{ image: 0, face: anIndexedFace({ face_id: 'face-2' }), rejected_for: [] }];

  it('writes it down with why it may not stay', async () => {
    const desk = aDesk();
    await desk.claim();
    await desk.keep();
    expect(await desk.held()).toMatchObject({ face: anIndexedFace(), rejected_for: ['image_too_dark'] });
  });

  it('writes down all faces of one call together', async () => {
    const desk = aDesk();
    await desk.claim();
    await desk.keep({ image: 1, others });
    expect(await desk.held()).toMatchObject({ stitched: { image: 1, others } });
  });

  it('deletes them all again where the enrollment was undone meanwhile, and fails', async () => {
    const desk = aDesk();
    for (const person of ['ann', 'bob', 'cyd']) desk.collections.add(COLLECTION, person);
    await expect(desk.keep({ image: 1, others })).rejects.toThrow('the enrollment of vs_1 was undone');
    expect(desk.collections.allFaceIds()).toEqual(['face-3']);
    expect(desk.collections.effects).toEqual(['deleted 2 undo']);
  });
});
