import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3LedgerSeals } from '../../../lambda/ledger/adapters/s3-ledger-seals.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { anEvidenceBucket, BUCKET } from '../../support/lambda/evidence-bucket.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const aSeal = (sequence: number, tenant = 'acme') => ({
  tenant,
  sequence,
  hash: `hash-${sequence}`,
  sealed_at: NOON.toISOString(),
});

describe('seals in S3', () => {
  let bucket: Awaited<ReturnType<typeof anEvidenceBucket>>;
  beforeAll(async () => {
    bucket = await anEvidenceBucket();
  });
  afterAll(() => bucket.close());
  const seals = () => createS3LedgerSeals(bucket.client, BUCKET);

  it('are put once, and listed in the order of the chain', async () => {
    for (const sequence of [1000, 9]) expect(await seals().put(aSeal(sequence))).toBe(true);
    await seals().put(aSeal(1, 'acme-2'));
    expect(await seals().put({ ...aSeal(9), hash: 'forged' })).toBe(false);
    expect(await seals().list('acme')).toEqual([aSeal(9), aSeal(1000)]);
    expect(await seals().list('beta')).toEqual([]);
  });

  it.each([
    ['is there', 'PreconditionFailed', false],
    ['is being put', 'ConditionalRequestConflict', false],
  ])('are left alone where one %s', async (_what, name, put) => {
    const s3 = mockedClient(S3Client);
    s3.on(PutObjectCommand).rejects(new S3ServiceException({ name, $fault: 'client', $metadata: {} }));
    expect(await createS3LedgerSeals(new S3Client({}), BUCKET).put(aSeal(1))).toBe(put);
    s3.restore();
  });

  it('fail when S3 does', async () => {
    const s3 = mockedClient(S3Client);
    s3.on(PutObjectCommand).rejects(new Error('denied'));
    await expect(createS3LedgerSeals(new S3Client({}), BUCKET).put(aSeal(1))).rejects.toThrow('denied');
    s3.restore();
  });
});
