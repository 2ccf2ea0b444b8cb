import { readFile } from 'node:fs/promises';

/** A photo that the demo sends. */
export interface Photo {
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType: 'image/jpeg' | 'image/png';
}

/** An input error that the user of a command can fix; shown without a stack trace. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

const SIGNATURES = [
  { contentType: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { contentType: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
] as const;

/**
 * Reads a photo from a file. Its type is detected from the first bytes, never from the file name.
 * @throws InputError when it is missing, unreadable, empty, or neither JPEG nor PNG
 */
export async function readPhoto(file: string): Promise<Photo> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'file not found'
        : code === 'EISDIR'
          ? 'this is a folder'
          : `the file cannot be read (${code})`;
    throw new InputError(`${file}: ${why}; pass the path of a JPEG or PNG photo`, { cause });
  }
  if (bytes.length === 0) throw new InputError(`${file}: the file is empty; pass a JPEG or PNG photo`);
  const signature = SIGNATURES.find((candidate) =>
    bytes.subarray(0, candidate.bytes.length).equals(candidate.bytes),
  );
  if (!signature) throw new InputError(`${file}: not a JPEG or PNG; convert it, then try again`);
  return { name: file, bytes, contentType: signature.contentType };
}
