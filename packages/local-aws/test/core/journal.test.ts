import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../src/journal.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
  file = join(directory, 'entries.jsonl');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function entriesOnDisk(): Promise<readonly unknown[]> {
  const journal = await openJournal(file);
  await journal.close();
  return journal.entries;
}

describe('a journal', () => {
  it('has every acknowledged entry after it is opened again, in order', async () => {
    const journal = await openJournal<number>(file);
    await Promise.all(Array.from({ length: 500 }, (_, index) => journal.append(index)));
    await journal.close();

    expect(await entriesOnDisk()).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  it('has an entry on disk as soon as its append is acknowledged', async () => {
    const journal = await openJournal<string>(file);
    await journal.append('acknowledged');

    expect(await readFile(file, 'utf8')).toBe('"acknowledged"\n');
    await journal.close();
  });

  it('drops a last line that was cut off wherever a crash may cut it', async () => {
    const line = `${JSON.stringify({ id: 'é', text: 'second' })}\n`;
    const bytes = Buffer.from(line);
    for (let cut = 0; cut < bytes.length; cut += 1) {
      await writeFile(file, Buffer.concat([Buffer.from('"first"\n'), bytes.subarray(0, cut)]));
      const journal = await openJournal<unknown>(file);
      expect(journal.entries).toEqual(['first']);
      await journal.append('after the crash');
      await journal.close();
      expect(await entriesOnDisk()).toEqual(['first', 'after the crash']);
    }
  });

  it('keeps what is appended after a rewrite was asked for, even before the rewrite is done', async () => {
    const journal = await openJournal<string>(file);
    const before = journal.append('old');
    const rewritten = journal.rewrite(['snapshot']);
    const after = journal.append('new');
    await Promise.all([before, rewritten, after]);
    await journal.append('newer');
    await journal.close();

    expect(await entriesOnDisk()).toEqual(['snapshot', 'new', 'newer']);
  });

  it('is not disturbed by a rewrite that a crash left half done', async () => {
    const journal = await openJournal<string>(file);
    await journal.append('kept');
    await journal.close();
    await appendFile(`${file}.new`, '"half');

    expect(await entriesOnDisk()).toEqual(['kept']);
  });

  it('fails every append that shared the write that failed', async () => {
    const journal = await openJournal<unknown>(file);
    await journal.close();

    const results = await Promise.allSettled([journal.append('a'), journal.append('b'), journal.append('c')]);

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await entriesOnDisk()).toEqual([]);
  });

  it('equals a list under any order of appends and rewrites', async () => {
    const step = fc.oneof(
      fc.record({ append: fc.array(fc.json(), { maxLength: 3 }) }),
      fc.record({ rewrite: fc.array(fc.json(), { maxLength: 3 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await rm(file, { force: true });
        const journal = await openJournal<string>(file);
        let model: string[] = [];
        const pending = steps.map((one) => {
          if ('append' in one) {
            model.push(...one.append);
            return journal.append(...one.append);
          }
          model = [...one.rewrite];
          return journal.rewrite(one.rewrite);
        });
        await Promise.all(pending);
        await journal.close();
        expect(await entriesOnDisk()).toEqual(model);
      }),
      { numRuns: 40 },
    );
  });
});
