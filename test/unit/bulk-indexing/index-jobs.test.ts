import { describe, expect, it } from 'vitest';
import type { ImportBuckets } from '../../../lambda/bulk-indexing/contract.ts';
import { createIndexJobRequest } from '../../../lambda/bulk-indexing/contract.ts';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import { createIndexJob } from '../../../lambda/bulk-indexing/index-jobs.ts';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';

const OPERATOR: Caller = { tenant: TENANT, subject: 'olivia', scopes: ['operate'] };
const IMPORTS: ImportBuckets = [
  { tenant: TENANT, bucket: 'archive', prefix: 'people/' },
  { tenant: 'globex', bucket: 'globex-archive', prefix: '' },
];

function create(request: object, importBuckets: ImportBuckets = IMPORTS) {
  const created: IndexJob[] = [];
  const dependencies = {
    jobs: {
      create: async (job: IndexJob) => {
        created.push(job);
      },
    },
    importBuckets,
    clock: () => NOON,
    newIdentifier: (prefix: string) => `${prefix}_1`,
  };
  const body = createIndexJobRequest.parse({ format: 'csv', ...request });
  return { created, job: createIndexJob(OPERATOR, body, dependencies) };
}

describe('a new index job', () => {
  it('reads uploaded images whole, if nothing else is asked for', async () => {
    const { created, job } = create({});
    expect(await job).toMatchObject({ status: 'created', crop_faces: false, duplicates: 'ignore' });
    expect(await job).not.toHaveProperty('image_bucket');
    expect(created).toEqual([await job]);
  });

  it('remembers the bucket that its tenant may import from', async () => {
    expect(await create({ image_bucket: 'archive', crop_faces: true }).job).toMatchObject({
      image_bucket: 'archive',
      crop_faces: true,
    });
  });

  it.each([
    ["another tenant's", 'globex-archive', IMPORTS, /allowed: archive$/],
    ['an unknown one', 'attic', [], /omit it and upload the images$/],
  ])(
    'is refused for a bucket that is %s, with what may be named',
    async (_whose, image_bucket, imports, says) => {
      const { created, job } = create({ image_bucket }, imports);
      await expect(job).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringMatching(says),
      });
      expect(created).toEqual([]);
    },
  );
});
