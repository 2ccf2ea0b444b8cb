import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeSecretFile } from './secret-file.ts';

/**
 * Reads a private key from a file, or makes one and keeps it there, so that a restart signs with the same.
 * @throws Error if the file holds anything else
 */
export const openPrivateKey = async (file: string, make: () => Promise<KeyObject>): Promise<KeyObject> =>
  (await readKey(file)) ?? (await keep(file, await make()));

async function readKey(file: string): Promise<KeyObject | undefined> {
  try {
    return createPrivateKey(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read as a private key. Delete it to get a new one.`, { cause: error });
  }
}

async function keep(file: string, key: KeyObject): Promise<KeyObject> {
  await writeSecretFile(file, key.export({ type: 'pkcs8', format: 'pem' }));
  return key;
}
