import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_BYTES = 32;
/** Only the person who runs the local cloud may read the key material. */
const OWNER_ONLY = 0o600;

/** Key material by key id, made on this machine at the first use and never sent anywhere. */
export interface KeyStore {
  /** The material of a key; undefined for a key that was never made. */
  material(keyId: string): Buffer | undefined;
  /** Makes the keys that are not there yet; they are on disk when this resolves. */
  ensure(keyIds: readonly string[]): Promise<void>;
}

export async function openKeyStore(directory: string): Promise<KeyStore> {
  const file = join(directory, 'keys.json');
  await mkdir(directory, { recursive: true });
  const keys = new Map(Object.entries(await readKeys(file)));
  return {
    material: (keyId) => {
      const key = keys.get(keyId);
      return key === undefined ? undefined : Buffer.from(key, 'base64');
    },
    ensure: async (keyIds) => {
      const missing = keyIds.filter((keyId) => !keys.has(keyId));
      if (missing.length === 0) return;
      for (const keyId of missing) keys.set(keyId, randomBytes(KEY_BYTES).toString('base64'));
      await replace(file, JSON.stringify(Object.fromEntries(keys)));
    },
  };
}

async function readKeys(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Old or new content, never a mixture: a lost key would make everything under it unreadable. */
async function replace(file: string, content: string): Promise<void> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', OWNER_ONLY);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}
