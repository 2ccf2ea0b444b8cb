import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An append-only file of JSON lines: what `append` has acknowledged survives kill -9 and power loss. */
export interface Journal<T> {
  /** What the file held when it was opened, oldest first. */
  readonly entries: readonly T[];
  /** Resolves when the entries are on disk. Calls made together share one write and one sync. */
  append(...entries: readonly T[]): Promise<void>;
  /** Replaces the whole file, atomically: how a journal that has grown is made small again. */
  rewrite(entries: readonly T[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens (or creates) a journal. A last line that was cut off by a crash was never acknowledged and is dropped. */
export async function openJournal<T>(file: string): Promise<Journal<T>> {
  await mkdir(dirname(file), { recursive: true });
  const { entries, intact } = parse<T>(await readIfThere(file));
  let handle: FileHandle = await open(file, 'a');
  await handle.truncate(intact);
  let pending: string[] = [];
  let tail: Promise<void> = Promise.resolve();

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = tail.then(work);
    tail = done.catch(() => {});
    return done;
  };

  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const lines = pending;
    pending = [];
    await handle.appendFile(lines.join(''));
    await handle.datasync();
  };

  return {
    entries,
    append: (...added) => {
      for (const entry of added) pending.push(`${JSON.stringify(entry)}\n`);
      return enqueue(flush);
    },
    rewrite: (replacement) =>
      enqueue(async () => {
        await flush();
        const temporary = `${file}.new`;
        const next = await open(temporary, 'w');
        await next.appendFile(replacement.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
        await next.datasync();
        await next.close();
        await handle.close();
        await rename(temporary, file);
        handle = await open(file, 'a');
      }),
    close: () =>
      enqueue(async () => {
        await flush();
        await handle.close();
      }),
  };
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
