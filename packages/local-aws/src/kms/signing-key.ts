import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** A key pair of the curve P-256. */
export interface SigningKey {
  /** The public half as SubjectPublicKeyInfo in DER (RFC 5280). */
  readonly publicKey: Buffer;
  /** Signs the SHA-256 digest of a message. @returns the signature in DER (ANS X9.62, RFC 3279) */
  sign(message: Buffer): Buffer;
}

/** Reads the key of a file, or makes it at the first start; only its owner may read the file. */
export async function openSigningKey(file: string): Promise<SigningKey> {
  const privateKey = (await readKey(file)) ?? (await makeKey(file));
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    sign: (message) => sign('sha256', message, { key: privateKey, dsaEncoding: 'der' }),
  };
}

async function readKey(file: string): Promise<KeyObject | undefined> {
  try {
    return createPrivateKey(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read as a private key. Delete it to get a new one.`, { cause: error });
  }
}

async function makeKey(file: string): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  await writeFile(temporary, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
    flush: true,
  });
  await rename(temporary, file);
  return privateKey;
}
