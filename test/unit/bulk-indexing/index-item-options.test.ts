import { describe, expect, it } from 'vitest';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import type { IndexItemDependencies } from '../../../lambda/bulk-indexing/index-item.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { cropAround } from '../../../lambda/images/domain/image-rules.ts';
import { aBulkWorld, aJob, aPictureOf, type BulkWorld, indexRow } from '../../support/lambda/a-bulk-world.ts';
import { aClaim, aFace } from '../../support/lambda/builders.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';

const ANN = { user_id: 'ann', image_key: 'acme/ann.png' };

function work(
  world: BulkWorld,
  row: Readonly<Record<string, unknown>> = ANN,
  job: Partial<IndexJob> = {},
  ports: Partial<IndexItemDependencies> = {},
) {
  return indexRow(aJob(job), row, { ...world.dependencies, ...ports });
}

/** Changes the claim that a row has left, as another session, or a crash, would. */
const changeClaim = ({ enrollments }: BulkWorld, changes: Partial<EnrollmentClaim>) => {
  const held = enrollments.claims.get('acme#ann');
  enrollments.claims.set('acme#ann', { ...aClaim(), ...held, ...changes });
};

describe('a row of a face that another user may have', () => {
  it.each([
    ['report', 'indexed', 1],
    ['ignore', 'indexed', 1],
    ['refuse', 'rejected', 0],
  ] as const)('with %s is %s, and names the other user', async (duplicates, outcome, faces) => {
    const world = aBulkWorld();
    const asked: unknown[] = [];
    const findDuplicate = async (...args: readonly unknown[]) => {
      asked.push(args);
      return 'bob';
    };
    const answer = await work(world, ANN, { duplicates }, { findDuplicate });
    expect(answer).toMatchObject({ outcome, reason_codes: ['duplicate_face'], duplicate_of: 'bob' });
    expect(asked).toEqual([[aPictureOf('ann'), 'ann']]);
    expect(world.collections.allFaceIds()).toHaveLength(faces);
    expect(world.enrollments.claims.size).toBe(faces);
  });

  it('is enrolled as if nobody had looked where nobody is found', async () => {
    const answer = await work(aBulkWorld(), ANN, {}, { findDuplicate: async () => undefined });
    expect(answer).toMatchObject({ outcome: 'indexed', reason_codes: [] });
    expect(answer).not.toHaveProperty('duplicate_of');
  });

  it('is not refused for its own face, which an earlier try has indexed', async () => {
    const world = aBulkWorld();
    await work(world);
    changeClaim(world, { state: 'claimed' });
    const answer = await work(world, ANN, { duplicates: 'refuse' }, { findDuplicate: async () => 'bob' });
    expect(answer).toMatchObject({ outcome: 'indexed', duplicate_of: 'bob' });
  });

  it('loses it to an enrollment that has ruled it out, and takes it back', async () => {
    const world = aBulkWorld();
    const answer = await work(world, ANN, {}, { bulk: { enroll: async () => 'refused' } });
    expect(answer).toMatchObject({ outcome: 'rejected', reason_codes: ['duplicate_face'] });
    expect(world.collections.allFaceIds()).toEqual([]);
    expect([...world.enrollments.faces.values()]).toMatchObject([{ state: 'revoked' }]);
    expect(world.enrollments.claims.size).toBe(0);
    expect(world.collections.effects).toContain('deleted 1 undo');
  });
});

describe('a row that is written to two generations', () => {
  it('takes its copy back, too, where it loses to an enrollment that has ruled it out', async () => {
    const world = aBulkWorld();
    const generations = activeGenerations({}, { filling: aGeneration({ generation: 'g2' }) });
    const indexed: string[] = [];
    const enroll = async () => {
      indexed.push(...world.collections.allFaceIds());
      return 'refused' as const;
    };
    const answer = await work(world, ANN, {}, { generations, bulk: { enroll } });
    expect(answer).toMatchObject({ outcome: 'rejected', reason_codes: ['duplicate_face'] });
    expect(indexed).toHaveLength(2);
    expect(world.collections.allFaceIds()).toEqual([]);
    expect([...world.enrollments.faces.values()].map(({ state }) => state)).toEqual(['revoked', 'revoked']);
  });
});

describe('a row of a job that cuts faces out', () => {
  it('keeps what it has indexed', async () => {
    const world = aBulkWorld();
    expect(await work(world, ANN, { crop_faces: true })).toMatchObject({ outcome: 'indexed' });
    expect(world.cropped).toEqual([cropAround(aFace().boundingBox)]);
    expect(world.enrolledImages.images.size).toBe(1);
  });

  it('pays for no vector of a face that is refused before it is cut out', async () => {
    const world = aBulkWorld();
    const faces = { ...world.dependencies.faces, detectFaces: async () => [aFace({ sharpness: 3 })] };
    expect(await work(world, ANN, { crop_faces: true }, { faces })).toMatchObject({
      outcome: 'rejected',
      reason_codes: ['image_too_blurry'],
    });
    expect(world.collections.calls).toEqual([]);
    expect(world.enrollments.claims.size).toBe(0);
  });
});
