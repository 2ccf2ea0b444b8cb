import { expect, it } from 'vitest';
import { CHECKSUMS } from '../../src/s3/checksum.ts';

/** The check values that catalogues of CRCs give for these nine digits, and SHA test vectors. */
it.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
] as const)('computes %s', (name, hex) => {
  const checksum = CHECKSUMS[name](Buffer.from('123456789'));
  expect(Buffer.from(checksum, 'base64').toString('hex')).toBe(hex);
});
