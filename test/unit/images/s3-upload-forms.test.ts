import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createS3UploadForms } from '../../../lambda/images/adapters/s3-upload-forms.ts';
import type { UploadTerms } from '../../../lambda/images/ports/upload-form.ts';

const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
const forms = createS3UploadForms(
  new S3Client({ region: 'eu-west-1', credentials }),
  'evidence',
  'arn:aws:kms:key',
);

/** The form and the conditions that S3 holds an upload to. */
async function sign(terms: Pick<UploadTerms, 'place' | 'contentType'>) {
  const before = Date.now();
  const form = await forms.sign({ ...terms, maxBytes: 1000, lifetimeSeconds: 300 });
  const policy = JSON.parse(Buffer.from(form.fields.Policy ?? '', 'base64').toString());
  expect(Math.abs(Date.parse(policy.expiration) - before - 300_000)).toBeLessThan(10_000);
  return { ...form, conditions: policy.conditions as unknown[] };
}

const EVERY_FORM = [
  ['content-length-range', 1, 1000],
  { bucket: 'evidence' },
  { 'x-amz-server-side-encryption': 'aws:kms' },
  { 'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:key' },
];

describe('an upload form', () => {
  it('is signed for one key, one type, a size, encryption and some minutes', async () => {
    const key = 'acme/vs_1/document/doc_1';
    const { url, fields, conditions } = await sign({ place: { key }, contentType: 'image/jpeg' });
    expect(url).toContain('evidence');
    expect(fields).toMatchObject({ key, 'Content-Type': 'image/jpeg' });
    expect(conditions).toEqual(
      expect.arrayContaining([...EVERY_FORM, { key }, { 'Content-Type': 'image/jpeg' }]),
    );
  });

  it('takes any type where the terms name none', async () => {
    const { fields, conditions } = await sign({ place: { key: 'manifest.csv' } });
    expect(fields).not.toHaveProperty('Content-Type');
    expect(conditions).toEqual(expect.arrayContaining(EVERY_FORM));
    expect(JSON.stringify(conditions)).not.toContain('Content-Type');
  });

  it('for a prefix leaves the name of the object to the uploaded file, and nothing else', async () => {
    const prefix = 'acme/index-jobs/job_1/images/';
    const { fields, conditions } = await sign({ place: { prefix } });
    expect(fields.key).toBe(`${prefix}\${filename}`);
    expect(conditions).toEqual(expect.arrayContaining([...EVERY_FORM, ['starts-with', '$key', prefix]]));
  });
});
