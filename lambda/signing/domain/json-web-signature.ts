import { createHash } from 'node:crypto';

/** A public key of the curve P-256 (RFC 7518, 6.2). */
export interface PublicPoint {
  readonly x: string;
  readonly y: string;
}

/** Bytes of each half of a signature by ES256 (RFC 7518, 3.4). */
const HALF_BYTES = 32;
/** Tags of ASN.1 (X.690). */
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Returns the thumbprint of a key (RFC 7638), which is its `kid`. */
export const thumbprintOf = ({ x, y }: PublicPoint): string =>
  createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');

/** Returns what is signed of a token (RFC 7515, 5.1). */
export const signingInput = (header: object, claims: object): string =>
  [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

/** Joins what was signed and a signature to a token (RFC 7515, 3.1). */
export const compactOf = (input: string, signature: Uint8Array): string =>
  `${input}.${Buffer.from(signature).toString('base64url')}`;

/**
 * Converts a signature from the form that KMS returns, `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, 2.2.3),
 * to that of JWS, r and s one after the other.
 * @throws Error if it is not such a signature
 */
export function rawSignature(der: Uint8Array): Uint8Array {
  const [r, afterR] = integerAt(der, 2);
  const [s, end] = integerAt(der, afterR);
  // both halves have at most 33 bytes, so that no length needs more than one byte
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2 || end !== der.length) throw malformed();
  const raw = new Uint8Array(2 * HALF_BYTES);
  raw.set(r, HALF_BYTES - r.length);
  raw.set(s, 2 * HALF_BYTES - s.length);
  return raw;
}

/** Reads an integer without its leading zero. @returns it, and the place after it */
function integerAt(der: Uint8Array, at: number): [Uint8Array, number] {
  const length = der[at + 1];
  if (der[at] !== INTEGER || length === undefined || length === 0) throw malformed();
  const end = at + 2 + length;
  const bytes = der.subarray(at + 2, end);
  const significant = bytes[0] === 0 ? bytes.subarray(1) : bytes;
  if (end > der.length || significant.length > HALF_BYTES) throw malformed();
  return [significant, end];
}

const malformed = () => new Error('not a signature in DER of two integers of the curve P-256');
