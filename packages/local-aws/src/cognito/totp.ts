import { createHmac, randomBytes } from 'node:crypto';

/**
 * Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, six digits, 30 seconds.
 */

const STEP_MS = 30_000;
const DIGITS = 6;
/** Bytes of the secret: the length of the hash's key that RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20;
/** Steps before and after the present one that are accepted, for clocks that differ and people who type. */
const DRIFT_STEPS = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS_PER_LETTER = 5;

/** A new secret in base32 (RFC 4648 section 6). */
export function makeTotpSecret(): string {
  const bits = [...randomBytes(SECRET_BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(new RegExp(`.{${BITS_PER_LETTER}}`, 'g')) ?? [];
  return letters.map((letter) => ALPHABET.charAt(Number.parseInt(letter, 2))).join('');
}

/** The code of `secret` at the time step of `now` (milliseconds). */
export function totpCode(secret: string, now: number): string {
  return codeOf(secret, Math.floor(now / STEP_MS));
}

/** The time step that `code` belongs to, or undefined when it is none of those around `now`. */
export function matchingStep(secret: string, code: string, now: number): number | undefined {
  const present = Math.floor(now / STEP_MS);
  for (let step = present - DRIFT_STEPS; step <= present + DRIFT_STEPS; step += 1) {
    if (codeOf(secret, step) === code) return step;
  }
  return undefined;
}

function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decode(secret)).update(counter).digest();
  // dynamic truncation, RFC 4226 section 5.3
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function decode(secret: string): Buffer {
  const bits = [...secret]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(BITS_PER_LETTER, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
