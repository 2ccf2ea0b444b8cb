import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../local/index/read-manifest.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, 'people.csv');
  await writeFile(file, text);
  return readManifest(file);
}

describe('a CSV manifest on this machine', () => {
  it.each([',', ';', '\t', '|'])('is read with %j between its columns', async (delimiter) => {
    const lines = ['user_id,image_key,country', 'ann,ann.jpg,"d,e"'.replace('d,e', 'de')];
    const { rows, text } = await read(lines.join('\n').replaceAll(',', delimiter));
    expect(rows).toBe(1);
    expect(JSON.parse(text('acme/'))).toEqual({ user_id: 'ann', image_key: 'ann.jpg', country: 'de' });
  });

  it.each(['User_ID,image_key', 'user_id, image_key', 'id;photo'])(
    'is refused before any upload: %s',
    async (header) => {
      await expect(read(`${header}\nann,ann.jpg`)).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(
          /lacks the columns .*its first line names ".*write user_id,image_key exactly/,
        ),
      });
    },
  );
});
