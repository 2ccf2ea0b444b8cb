import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Checksums that S3 takes in `x-amz-checksum-{name}` headers and trailers; all answer base64 text. */
export const CHECKSUMS = {
  crc32: (body: Buffer): string => base64OfUint32(crc32(body)),
  crc32c: (body: Buffer): string => base64OfUint32(crc32c(body)),
  crc64nvme: (body: Buffer): string => base64OfUint64(crc64Nvme(body)),
  sha1: (body: Buffer): string => createHash('sha1').update(body).digest('base64'),
  sha256: (body: Buffer): string => createHash('sha256').update(body).digest('base64'),
} as const;

export type ChecksumName = keyof typeof CHECKSUMS;

export const CHECKSUM_NAMES = Object.keys(CHECKSUMS) as readonly ChecksumName[];

/** The Castagnoli polynomial, bits reversed (RFC 3720, appendix B.4). */
const CRC32C_POLYNOMIAL = 0x82f63b78;
/** The NVMe polynomial, bits reversed (NVM Express specification, "64b CRC"). */
const CRC64_NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const ALL_64_BITS = 0xffffffffffffffffn;

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ CRC32C_POLYNOMIAL : remainder >>> 1;
  return remainder;
});

function crc32c(body: Buffer): number {
  let remainder = 0xffffffff;
  for (const byte of body) remainder = (CRC32C_TABLE[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
  return (remainder ^ 0xffffffff) >>> 0;
}

const CRC64_TABLE = BigUint64Array.from({ length: 256 }, (_, byte) => {
  let remainder = BigInt(byte);
  for (let bit = 0; bit < 8; bit++)
    remainder = (remainder & 1n) === 1n ? (remainder >> 1n) ^ CRC64_NVME_POLYNOMIAL : remainder >> 1n;
  return remainder;
});

function crc64Nvme(body: Buffer): bigint {
  let remainder = ALL_64_BITS;
  for (const byte of body)
    remainder = (CRC64_TABLE[Number(remainder & 0xffn) ^ byte] ?? 0n) ^ (remainder >> 8n);
  return remainder ^ ALL_64_BITS;
}

function base64OfUint32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.toString('base64');
}

function base64OfUint64(value: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes.toString('base64');
}
