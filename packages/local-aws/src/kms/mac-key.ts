import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeSecretFile } from '../secret-file.ts';

/**
 * Bytes of a key of the spec HMAC_256.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html#hmac-key-specs
 */
const KEY_BYTES = 32;

/** A key of the spec HMAC_256. */
export interface MacKey {
  /** Returns HMAC_SHA_256 of a message (RFC 2104): 32 bytes, the same each time. */
  macOf(message: Buffer): Buffer;
}

/**
 * Reads the key of a file, or makes it at the first start; only its owner may read the file.
 * @throws Error if the file holds anything else
 */
export async function openMacKey(file: string): Promise<MacKey> {
  const secret = (await read(file)) ?? (await make(file));
  return { macOf: (message) => createHmac('sha256', secret).update(message).digest() };
}

async function read(file: string): Promise<Buffer | undefined> {
  let secret: Buffer;
  try {
    secret = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (secret.length !== KEY_BYTES)
    throw new Error(`${file} is not a key of ${KEY_BYTES} bytes. Delete it to get a new one.`);
  return secret;
}

async function make(file: string): Promise<Buffer> {
  const secret = randomBytes(KEY_BYTES);
  await writeSecretFile(file, secret);
  return secret;
}
