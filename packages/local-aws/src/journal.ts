import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An append-only file of JSON lines: what `append` has acknowledged survives kill -9 and power loss. */
export interface Journal<T> {
  /** Content of the file when it was opened, oldest first. */
  readonly entries: readonly T[];
  /** Resolves when the entries are on disk. Calls made together share one write and one sync. */
  append(...entries: readonly T[]): Promise<void>;
  /** Replaces the whole file, atomically: how a journal that has grown is made small again. */
  rewrite(entries: readonly T[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens (or creates) a journal. A last line that was cut
 * off by a crash was never acknowledged and is dropped.
 */
export async function openJournal<T>(file: string): Promise<Journal<T>> {
  await mkdir(dirname(file), { recursive: true });
  const { entries, intact } = parse<T>(await readIfThere(file));
  let handle: FileHandle = await open(file, 'a');
  await handle.truncate(intact);
  let size = intact;
  let batch: Batch | undefined;
  let tail: Promise<void> = Promise.resolve();

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = tail.then(work);
    tail = done.catch(() => {});
    return done;
  };

  const write = async (content: Buffer): Promise<void> => {
    try {
      await handle.appendFile(content);
      await handle.datasync();
      size += content.length;
    } catch (error) {
      // half a line must not stand before the next one: the disk may have had room for a part of it
      await handle.truncate(size);
      throw error;
    }
  };

  const openBatch = (): Batch => {
    const lines: string[] = [];
    const written = enqueue(() => {
      if (batch?.lines === lines) batch = undefined;
      return write(Buffer.from(lines.join('')));
    });
    return { lines, written };
  };

  return {
    entries,
    append: (...added) => {
      batch ??= openBatch();
      for (const entry of added) batch.lines.push(`${JSON.stringify(entry)}\n`);
      return batch.written;
    },
    rewrite: (replacement) => {
      // what is appended from now on belongs behind the replacement, not into the file that it replaces
      batch = undefined;
      return enqueue(async () => {
        const content = Buffer.from(replacement.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
        const next = await open(`${file}.new`, 'w');
        await next.appendFile(content);
        await next.datasync();
        await next.close();
        await rename(`${file}.new`, file);
        await syncDirectory(dirname(file));
        await handle.close();
        handle = await open(file, 'a');
        size = content.length;
      });
    },
    close: () => enqueue(() => handle.close()),
  };
}

/** Entries that are written and synced together; all of them fail when that fails. */
interface Batch {
  readonly lines: string[];
  readonly written: Promise<void>;
}

/** A rename is only durable once the directory that holds the name is. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync();
  await handle.close();
}

async function readIfThere(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function parse<T>(content: Buffer): { entries: T[]; intact: number } {
  const intact = content.lastIndexOf(0x0a) + 1;
  const lines = content.subarray(0, intact).toString('utf8').split('\n').slice(0, -1);
  return { entries: lines.map((line) => JSON.parse(line) as T), intact };
}
