import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

let local: TestS3;
beforeEach(async () => {
  local = await aLocalS3();
  await local.s3.putObject(BUCKET, 'a b/ä.txt', Buffer.from('hello'), { contentType: 'text/plain' });
});
afterEach(() => local.close());

const getUrl = (options: { expiresIn?: number } = {}, more: object = {}) =>
  getSignedUrl(local.client, new GetObjectCommand({ Bucket: BUCKET, Key: 'a b/ä.txt', ...more }), options);
const codeOf = async (response: Response) => /<Code>(.+?)<\/Code>/.exec(await response.text())?.[1];

describe('a presigned URL', () => {
  it('lets whoever holds it read the object', async () => {
    const response = await fetch(await getUrl());
    expect([response.status, await response.text()]).toEqual([200, 'hello']);
  });

  it('may set the headers of the answer', async () => {
    const response = await fetch(await getUrl({}, { ResponseContentDisposition: 'attachment' }));
    expect(response.headers.get('content-disposition')).toBe('attachment');
  });

  it('lets whoever holds it write the object, with the type that was signed', async () => {
    const url = await getSignedUrl(
      local.client,
      new PutObjectCommand({ Bucket: BUCKET, Key: 'new', ContentType: 'image/jpeg' }),
      { signableHeaders: new Set(['content-type']) },
    );
    const put = (type: string) =>
      fetch(url, { method: 'PUT', body: 'bytes', headers: { 'content-type': type } });
    expect(await codeOf(await put('text/html'))).toBe('SignatureDoesNotMatch');
    expect((await put('image/jpeg')).status).toBe(200);
    expect(await local.s3.getObject(BUCKET, 'new')).toMatchObject({
      contentType: 'image/jpeg',
      content: Buffer.from('bytes'),
    });
  });

  it('works until it expires', async () => {
    const url = await getUrl({ expiresIn: 60 });
    local.clock.advance(30_000);
    expect((await fetch(url)).status).toBe(200);
    local.clock.advance(60_000);
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(await late.text()).toMatch(/<Code>AccessDenied<\/Code><Message>Request has expired/);
  });

  it.each([
    [
      'another key',
      (url: URL) => {
        url.pathname = `/${BUCKET}/other`;
      },
    ],
    [
      'another bucket',
      (url: URL) => {
        url.pathname = url.pathname.replace(BUCKET, 'elsewhere');
      },
    ],
    ['a longer life', (url: URL) => url.searchParams.set('X-Amz-Expires', '604800')],
    ['one more parameter', (url: URL) => url.searchParams.set('versionId', 'null')],
    ['another date', (url: URL) => url.searchParams.set('X-Amz-Date', '20260101T000000Z')],
    [
      'a signature of the right length',
      (url: URL) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64)),
    ],
    ['a short signature', (url: URL) => url.searchParams.set('X-Amz-Signature', '0')],
  ])('refuses %s', async (_, tamper) => {
    const url = new URL(await getUrl());
    tamper(url);
    expect((await fetch(url)).status).toBe(403);
  });

  it('refuses another method', async () => {
    expect(await codeOf(await fetch(await getUrl(), { method: 'DELETE' }))).toBe('SignatureDoesNotMatch');
    expect((await fetch(await getUrl())).status).toBe(200);
  });

  it('refuses a header that S3 would obey but nobody has signed', async () => {
    const headers = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };
    const response = await fetch(await getUrl(), { headers });
    expect(await response.text()).toMatch(/headers present in the request which were not signed/);
  });

  it('refuses a life of more than a week', async () => {
    const url = new URL(await getUrl());
    url.searchParams.set('X-Amz-Expires', '604801');
    expect(await codeOf(await fetch(url))).toBe('AuthorizationQueryParametersError');
  });

  it('refuses a key that nobody holds', async () => {
    const url = new URL(await getUrl());
    url.searchParams.set(
      'X-Amz-Credential',
      (url.searchParams.get('X-Amz-Credential') ?? '').replace('LOCAL', 'NOBODY'),
    );
    expect(await codeOf(await fetch(url))).toBe('InvalidAccessKeyId');
  });
});

describe('a request without a valid signature', () => {
  it('refuses to read', async () => {
    expect(await codeOf(await fetch(`${local.endpoint}/${BUCKET}/a%20b/%C3%A4.txt`))).toBe('AccessDenied');
  });

  it('refuses a signature that is more than 15 minutes old', async () => {
    local.clock.advance(16 * 60 * 1000);
    await expect(
      local.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a b/ä.txt' })),
    ).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
  });

  it('refuses a path and a query that encode nothing', async () => {
    for (const broken of ['/%zz', '/evidence?list-type=%zz'])
      expect(await codeOf(await fetch(local.endpoint + broken))).toBe('InvalidURI');
  });
});
