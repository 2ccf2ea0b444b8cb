import { describe, expect, it } from 'vitest';
import { decodeChunked } from '../../src/s3/chunked-body.ts';
import { sha256Hex, signer, type VerifiedSignature } from '../../src/s3/signature.ts';

const SCOPE = ['20130524', 'us-east-1', 's3', 'aws4_request'];
const DATE = '20130524T000000Z';

/**
 * The keys and the seed of the example in "Transferring payload in multiple chunks" of the S3 API reference.
 */
const aSignature = (payloadHash: string): VerifiedSignature => ({
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  payloadHash,
  sign: signer('AKIAIOSFODNN7EXAMPLE', SCOPE, () => 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  date: DATE,
  scope: SCOPE.join('/'),
});

const chunk = (content: string, signature: string) =>
  `${content.length.toString(16)};chunk-signature=${signature}\r\n${content}\r\n`;

/** 65 KB, 1 KB and the end, with the signatures that AWS prints. */
const EXAMPLE = [
  chunk('a'.repeat(65_536), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
  chunk('a'.repeat(1_024), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
  chunk('', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
];
const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const UNSIGNED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

describe('a chunked body', () => {
  it('is accepted with the signatures of the AWS documentation', () => {
    const { content } = decodeChunked(Buffer.from(EXAMPLE.join('')), aSignature(SIGNED));
    expect(content.toString()).toBe('a'.repeat(66_560));
  });

  it.each([
    ['a changed byte', EXAMPLE.join('').replace('aaaa\r\n', 'aaab\r\n')],
    ['a missing chunk', [EXAMPLE[0], EXAMPLE[2]].join('')],
    ['chunks in another order', [EXAMPLE[1], EXAMPLE[0], EXAMPLE[2]].join('')],
    ['chunks without signatures', `5\r\nhello\r\n0\r\n\r\n`],
  ])('refuses %s', (_, body) => {
    expect(() => decodeChunked(Buffer.from(body), aSignature(SIGNED))).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
  });

  it('gives back the headers that follow it', () => {
    const body = '5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32: NhCmhg==\r\n\r\n';
    expect(decodeChunked(Buffer.from(body), aSignature(UNSIGNED))).toEqual({
      content: Buffer.from('hello'),
      trailers: { 'x-amz-checksum-crc32': 'NhCmhg==' },
    });
  });

  it('checks the signature of a signed trailer', () => {
    const signature = aSignature(`${SIGNED}-TRAILER`);
    const last = signature.sign([
      'AWS4-HMAC-SHA256-PAYLOAD',
      DATE,
      SCOPE.join('/'),
      signature.signature,
      sha256Hex(''),
      sha256Hex(''),
    ]);
    const signed = (trailer: string) =>
      signature.sign(['AWS4-HMAC-SHA256-TRAILER', DATE, SCOPE.join('/'), last, sha256Hex(`${trailer}\n`)]);
    const body = (trailer: string, trailerSignature: string) =>
      Buffer.from(
        `0;chunk-signature=${last}\r\n${trailer}\r\nx-amz-trailer-signature:${trailerSignature}\r\n\r\n`,
      );
    const trailer = 'x-amz-checksum-crc32:AAAAAA==';
    expect(decodeChunked(body(trailer, signed(trailer)), signature).trailers).toEqual({
      'x-amz-checksum-crc32': 'AAAAAA==',
    });
    expect(() => decodeChunked(body('x-amz-checksum-crc32:BBBBBB==', signed(trailer)), signature)).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
  });

  it.each(['', '5\r\nhel', '5\r\nhello', '5\r\nhelloworld\r\n0\r\n\r\n', 'zz\r\n\r\n'])(
    'refuses the broken framing %j',
    (body) => {
      expect(() => decodeChunked(Buffer.from(body), aSignature(UNSIGNED))).toThrow(
        expect.objectContaining({ code: 'IncompleteBody' }),
      );
    },
  );
});
