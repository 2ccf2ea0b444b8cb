import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that only its owner may read; a crash leaves either the whole file or none. */
export async function writeSecretFile(file: string, contents: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  await writeFile(temporary, contents, { mode: 0o600, flush: true });
  await rename(temporary, file);
}
