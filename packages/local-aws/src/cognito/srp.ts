import { createHash, createHmac, getDiffieHellman, randomBytes, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../aws-error.ts';

/**
 * The server's side of Secure Remote Password (RFC 5054) in Cognito's dialect: SHA-256, the 3072-bit group of
 * RFC 3526 section 4, and a signature over a secret block instead of a second proof.
 */

const fromHex = (hex: string): bigint => BigInt(`0x${hex}`);

/** `modp15` is Node's name of the group. */
const PRIME = fromHex(getDiffieHellman('modp15').getPrime('hex'));
const GENERATOR = 2n;
const SALT_BYTES = 16;
/** Twice the security level of the group: a longer exponent costs time and adds nothing. */
const PRIVATE_KEY_BYTES = 32;
const SECRET_BLOCK_BYTES = 64;
const KEY_BYTES = 16;

const sha256Hex = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');

/**
 * Even number of digits, and a leading zero byte where the first bit is set, as Java's BigInteger writes it.
 */
function padded(value: bigint): string {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return /^[89a-f]/.test(even) ? `00${even}` : even;
}

const MULTIPLIER = fromHex(sha256Hex(padded(PRIME) + padded(GENERATOR)));

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % PRIME;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/** The part of a pool id that enters the hashes: `AbC123` of `eu-west-1_AbC123`. */
const poolName = (poolId: string): string => poolId.slice(poolId.indexOf('_') + 1);

/** Who a verifier is for. */
export interface SrpIdentity {
  readonly poolId: string;
  readonly username: string;
}

function verifierOf({ poolId, username }: SrpIdentity, password: string, salt: string): bigint {
  const identity = createHash('sha256')
    .update(`${poolName(poolId)}${username}:${password}`)
    .digest('hex');
  return power(GENERATOR, fromHex(sha256Hex(padded(fromHex(salt)) + identity)));
}

/** Makes what is kept of a password; both values are hex. */
export function enrollPassword(
  identity: SrpIdentity,
  password: string,
): { readonly salt: string; readonly verifier: string } {
  const salt = randomBytes(SALT_BYTES).toString('hex');
  return { salt, verifier: verifierOf(identity, password, salt).toString(16) };
}

export function isPassword(
  identity: SrpIdentity,
  kept: { readonly salt: string; readonly verifier: string },
  password: string,
): boolean {
  return sameText(verifierOf(identity, password, kept.salt).toString(16), kept.verifier);
}

/** An exchange between the client's first message (`SRP_A`) and its signature. */
export interface SrpExchange {
  readonly publicKey: bigint;
  readonly privateKey: bigint;
  readonly clientKey: bigint;
  readonly verifier: bigint;
  /** Base64: opaque to the client, part of what it signs. */
  readonly secretBlock: string;
}

/**
 * Answers `SRP_A`. Throws `InvalidParameterException` for a key
 * that would make the shared secret known (RFC 5054 2.5.4).
 */
export function beginExchange(clientKeyHex: string, verifierHex: string): SrpExchange {
  const clientKey = /^[0-9a-fA-F]+$/.test(clientKeyHex) ? fromHex(clientKeyHex) : 0n;
  if (clientKey % PRIME === 0n) {
    throw new AwsError('InvalidParameterException', 'SRP_A is not a public key of the group.');
  }
  const verifier = fromHex(verifierHex);
  const privateKey = fromHex(randomBytes(PRIVATE_KEY_BYTES).toString('hex'));
  const publicKey = (MULTIPLIER * verifier + power(GENERATOR, privateKey)) % PRIME;
  return {
    publicKey,
    privateKey,
    clientKey,
    verifier,
    secretBlock: randomBytes(SECRET_BLOCK_BYTES).toString('base64'),
  };
}

/** True when `signature` (base64) was made with the password that the exchange's verifier stands for. */
export function provesPassword(
  identity: SrpIdentity,
  exchange: SrpExchange,
  timestamp: string,
  signature: string,
): boolean {
  const { clientKey, publicKey, privateKey, verifier, secretBlock } = exchange;
  const scrambler = fromHex(sha256Hex(padded(clientKey) + padded(publicKey)));
  const shared = power(clientKey * power(verifier, scrambler), privateKey);
  const expected = createHmac('sha256', derivedKey(shared, scrambler))
    .update(poolName(identity.poolId))
    .update(identity.username)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest('base64');
  return sameText(expected, signature);
}

/** HKDF (RFC 5869) with the info string that Cognito's clients use. */
function derivedKey(shared: bigint, scrambler: bigint): Buffer {
  const extracted = createHmac('sha256', Buffer.from(padded(scrambler), 'hex'))
    .update(Buffer.from(padded(shared), 'hex'))
    .digest();
  return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, KEY_BYTES);
}

function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
