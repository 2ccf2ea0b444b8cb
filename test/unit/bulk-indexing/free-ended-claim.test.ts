import { describe, expect, it } from 'vitest';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import { freeEndedClaim } from '../../../lambda/bulk-indexing/free-ended-claim.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import type { AbandonedEnrollment } from '../../../lambda/enrollment/domain/face-deletion.ts';
import { aClaim, anIndexedFace, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';

const JOB = 'ij_1';
const PLANNED = { collection_id: 'c', image_id: 'img_1', generations_revision: 0, copies: [] };
const ended = (minutesAgo: number) => ({ ended_at: minutesAfter(-minutesAgo).toISOString() }) as IndexJob;

async function free(claim: EnrollmentClaim | undefined, job: IndexJob | undefined) {
  const abandoned: AbandonedEnrollment[] = [];
  const isFree = await freeEndedClaim(TENANT, 'user-1', {
    enrollments: { get: async () => claim },
    jobs: { get: async () => job },
    bulk: { abandon: async (one) => abandoned.push(one) > 0 },
    clock: () => NOON,
  });
  return { isFree, abandoned };
}

describe('a claim of an index job', () => {
  it.each([
    ['nothing was planned', aClaim({ session_id: JOB }), ended(16), undefined],
    ['its face was never recorded', aClaim({ session_id: JOB, planned: PLANNED }), ended(16), []],
    ['its job is long forgotten', aClaim({ session_id: JOB, planned: PLANNED }), undefined, []],
    [
      'a face was recorded',
      aClaim({
        session_id: JOB,
        planned: PLANNED,
        face: anIndexedFace({ face_id: 'f', collection_id: 'c' }),
      }),
      ended(16),
      [{ face_id: 'f', collection_id: 'c' }],
    ],
  ] as const)('is freed when the job has ended and %s', async (_, claim, job, faces) => {
    const { isFree, abandoned } = await free(claim, job);
    expect(isFree).toBe(true);
    expect(abandoned).toMatchObject([{ claim }]);
    expect(abandoned[0]?.deletion?.faces).toEqual(faces);
    // the image may be in a bucket of the tenant
    expect(abandoned[0]?.deletion?.searched_collections ?? []).toEqual([]);
  });

  it.each([
    ['its job runs', aClaim({ session_id: JOB }), {} as IndexJob],
    ['a last batch of its job may run', aClaim({ session_id: JOB }), ended(14)],
    ['its user is enrolled', aClaim({ session_id: JOB, state: 'enrolled' }), ended(60)],
    ['a registration holds it', aClaim({ session_id: 'vs_0' }), undefined],
    ['there is none', undefined, undefined],
  ] as const)('stays where %s', async (_, claim, job) => {
    expect(await free(claim, job)).toEqual({ isFree: false, abandoned: [] });
  });
});
