import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../src/s3/signature.ts';

/*
 * The examples of the S3 API reference, "Authenticating Requests: Using the Authorization Header" and "Using
 * Query Parameters", with the keys and signatures that AWS prints there.
 */

const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const secretOf = (accessKeyId: string) => (accessKeyId === KEY_ID ? SECRET : undefined);
const SCOPE = '20130524/us-east-1/s3/aws4_request';
const SIGNED_AT = Date.parse('2013-05-24T00:00:00Z');
const HOST = 'examplebucket.s3.amazonaws.com';
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const aSignedRequest = (
  method: string,
  path: string,
  signature: string,
  more: Record<string, string> = {},
  hash = EMPTY_HASH,
) => {
  const headers = { host: HOST, 'x-amz-content-sha256': hash, 'x-amz-date': '20130524T000000Z', ...more };
  const names = Object.keys(headers).sort().join(';');
  return {
    method,
    url: new URL(`http://${HOST}${path}`),
    headers: {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${KEY_ID}/${SCOPE},SignedHeaders=${names},Signature=${signature}`,
    },
  };
};

describe('a signature in the header', () => {
  it.each([
    [
      'GET Object',
      aSignedRequest('GET', '/test.txt', 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41', {
        range: 'bytes=0-9',
      }),
    ],
    [
      'PUT Object',
      aSignedRequest(
        'PUT',
        '/test$file.text',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
        { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      ),
    ],
    [
      'GET Bucket Lifecycle',
      aSignedRequest(
        'GET',
        '/?lifecycle',
        'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
      ),
    ],
    [
      'GET Bucket (List Objects)',
      aSignedRequest(
        'GET',
        '/?max-keys=2&prefix=J',
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    ],
  ])('of the example "%s" is accepted, and refused when anything in it changes', (_, request) => {
    expect(verifySignature(request, secretOf, SIGNED_AT).accessKeyId).toBe(KEY_ID);
    for (const changed of [
      { ...request, method: 'DELETE' },
      { ...request, url: new URL(`${request.url.origin}/other`) },
      { ...request, headers: { ...request.headers, host: 'elsewhere.s3.amazonaws.com' } },
      { ...request, headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    ])
      expect(() => verifySignature(changed, secretOf, SIGNED_AT)).toThrow(
        expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
      );
  });

  it('is taken within 15 minutes of its date, before and after', () => {
    const request = aSignedRequest(
      'GET',
      '/?lifecycle',
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    );
    const minutes = (count: number) => verifySignature(request, secretOf, SIGNED_AT + count * 60_000);
    for (const allowed of [-15, 15]) expect(minutes(allowed).accessKeyId).toBe(KEY_ID);
    for (const refused of [-15.001, 15.001])
      expect(() => minutes(refused)).toThrow(expect.objectContaining({ code: 'RequestTimeTooSkewed' }));
  });
});

describe('a signature in the query', () => {
  const request = {
    method: 'GET',
    url: new URL(
      `http://${HOST}/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${KEY_ID}/${SCOPE}`)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
    ),
    headers: { host: HOST },
  };

  it('of the AWS example is accepted', () => {
    expect(verifySignature(request, secretOf, SIGNED_AT)).toMatchObject({
      accessKeyId: KEY_ID,
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
  });

  it('lives to the last millisecond that it was given', () => {
    const end = SIGNED_AT + 86_400_000;
    expect(verifySignature(request, secretOf, end).accessKeyId).toBe(KEY_ID);
    expect(() => verifySignature(request, secretOf, end + 1)).toThrow(
      expect.objectContaining({ code: 'AccessDenied', message: 'Request has expired' }),
    );
  });

  it.each(['soon', '', '20130524'])('refuses the date %j', (date) => {
    const url = new URL(request.url);
    url.searchParams.set('X-Amz-Date', date);
    expect(() => verifySignature({ ...request, url }, secretOf, SIGNED_AT)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/AccessDenied|SignatureDoesNotMatch/) }),
    );
  });
});
