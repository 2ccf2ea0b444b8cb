import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessCheck } from '../../src/emulator.ts';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001';
const asked: { accessKeyId: string; checks: readonly AccessCheck[] }[] = [];

let local: TestS3;
beforeEach(async () => {
  asked.length = 0;
  const encryption = {
    ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN },
    BucketKeyEnabled: true,
  };
  local = await aLocalS3(
    { BucketEncryption: { ServerSideEncryptionConfiguration: [encryption] } },
    { authorizeForm: ({ accessKeyId }, checks) => void asked.push({ accessKeyId, checks }) },
  );
});
afterEach(() => local.close());

const sign = (options: Partial<PresignedPostOptions> = {}) =>
  createPresignedPost(local.client, {
    Bucket: BUCKET,
    Key: 'acme/usr_1/document.jpg',
    Expires: 300,
    Fields: { 'Content-Type': 'image/jpeg' },
    Conditions: [['content-length-range', 10, 1000]],
    ...options,
  });

async function post(
  { url, fields }: { url: string; fields: Record<string, string> },
  size = 100,
  more: Record<string, string> = {},
): Promise<{ status: number; code: string | undefined; text: string; headers: Headers }> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
  form.append('file', new Blob([Buffer.alloc(size, 7)]), 'photo.jpg');
  const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const text = (await response.text()).replaceAll('&quot;', '"');
  return {
    status: response.status,
    code: /<Code>(.+?)<\/Code>/.exec(text)?.[1],
    text,
    headers: response.headers,
  };
}

describe('a form upload', () => {
  it('stores what its policy allows, under the key of the bucket', async () => {
    const { status, headers } = await post(await sign());
    expect(status).toBe(204);
    expect(headers.get('x-amz-server-side-encryption-aws-kms-key-id')).toBe(KEY_ARN);
    expect(await local.s3.getObject(BUCKET, 'acme/usr_1/document.jpg')).toMatchObject({
      contentType: 'image/jpeg',
      content: Buffer.alloc(100, 7),
    });
  });

  it('asks IAM for the one who signed it', async () => {
    await post(await sign());
    expect(asked).toEqual([
      {
        accessKeyId: 'LOCAL',
        checks: [
          { action: 's3:PutObject', resource: `arn:aws:s3:::${BUCKET}/acme/usr_1/document.jpg` },
          {
            action: 'kms:GenerateDataKey',
            resource: KEY_ARN,
            context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
          },
        ],
      },
    ]);
  });

  it.each([
    [9, 'EntityTooSmall'],
    [10, undefined],
    [1000, undefined],
    [1001, 'EntityTooLarge'],
  ])('of %i bytes in a range of 10 to 1000 answers %s', async (size, code) => {
    expect((await post(await sign(), size)).code).toBe(code);
  });

  it('says how large it may be', async () => {
    expect((await post(await sign(), 2000)).text).toMatch(
      /<ProposedSize>2000<\/ProposedSize><MaxSizeAllowed>1000<\/MaxSizeAllowed>/,
    );
  });

  it('refuses after it has expired', async () => {
    const signed = await sign({ Expires: 60 });
    local.clock.advance(120_000);
    expect((await post(signed)).text).toMatch(/Invalid according to Policy: Policy expired/);
  });

  it.each([
    ['another key', { key: 'other/usr_2/document.jpg' }, /\["eq", "\$key"/],
    ['another type', { 'Content-Type': 'text/html' }, /\["eq", "\$content-type"/],
    ['one more field', { 'x-amz-meta-admin': 'yes' }, /Extra input fields: x-amz-meta-admin/],
    [
      'a redirect that nobody signed',
      { success_action_redirect: 'https://evil.example' },
      /Extra input fields/,
    ],
  ])('refuses %s', async (_, more, message) => {
    const { status, text } = await post(await sign(), 100, more);
    expect(status).toBe(403);
    expect(text).toMatch(message);
  });

  it('refuses a policy that was changed after it was signed', async () => {
    const signed = await sign();
    const policy = JSON.parse(Buffer.from(signed.fields.Policy ?? '', 'base64').toString());
    policy.conditions = policy.conditions.filter((condition: unknown) => !Array.isArray(condition));
    const Policy = Buffer.from(JSON.stringify(policy)).toString('base64');
    expect((await post(signed, 5000, { Policy })).code).toBe('SignatureDoesNotMatch');
  });

  it('refuses a policy for another bucket', async () => {
    const signed = await sign({ Bucket: 'elsewhere' });
    const { text } = await post({ ...signed, url: signed.url.replace('elsewhere', BUCKET) });
    expect(text).toMatch(/Policy Condition failed: \["eq", "\$bucket"/);
  });

  it('refuses a form without a policy', async () => {
    expect((await post({ url: `${local.endpoint}/${BUCKET}`, fields: { key: 'x' } })).code).toBe(
      'AccessDenied',
    );
  });

  it('lets the signed prefix hold any name, and fills in the name of the file', async () => {
    const signed = await sign({
      Key: `acme/usr_1/${'$'}{filename}`,
      Conditions: [['starts-with', '$key', 'acme/usr_1/']],
    });
    const answer = await post(signed, 10);
    expect(answer.status).toBe(204);
    expect(await local.s3.getObject(BUCKET, 'acme/usr_1/photo.jpg')).toMatchObject({
      contentType: 'image/jpeg',
    });
  });

  it('answers as the form wishes: 201 with a document, or a redirect', async () => {
    const created = await post(await sign({ Fields: { success_action_status: '201' }, Conditions: [] }));
    expect(created.status).toBe(201);
    expect(created.text).toMatch(/<PostResponse .*<Key>acme\/usr_1\/document.jpg<\/Key>/s);
    const redirected = await post(
      await sign({ Fields: { success_action_redirect: 'https://app.example/done' }, Conditions: [] }),
    );
    expect(redirected.status).toBe(303);
    expect(redirected.headers.get('location')).toMatch(
      /^https:\/\/app\.example\/done\?bucket=evidence&key=acme/,
    );
  });

  it('refuses a form without a file', async () => {
    const { url, fields } = await sign();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const response = await fetch(url, { method: 'POST', body: form });
    expect(await response.text()).toMatch(/exactly one file upload/);
  });
});
