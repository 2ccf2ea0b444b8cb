import { createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { openPrivateKey } from '../stored-private-key.ts';

/** A key pair of the curve P-256. */
export interface SigningKey {
  /** The public half as SubjectPublicKeyInfo in DER (RFC 5280). */
  readonly publicKey: Buffer;
  /** Signs the SHA-256 digest of a message. @returns the signature in DER (ANS X9.62, RFC 3279) */
  sign(message: Buffer): Buffer;
}

/** Reads the key of a file, or makes it at the first start; only its owner may read the file. */
export async function openSigningKey(file: string): Promise<SigningKey> {
  const privateKey = await openPrivateKey(file, makeKey);
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    sign: (message) => sign('sha256', message, { key: privateKey, dsaEncoding: 'der' }),
  };
}

const makeKey = async (): Promise<KeyObject> =>
  (await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })).privateKey;
