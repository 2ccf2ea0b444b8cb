import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWatchlistEntryRequest } from '../../lambda/watchlist/contract.ts';
import { entryReasonCode } from '../../lambda/watchlist/domain/watchlist-entry.ts';
import { REASON_CODES } from '../../local/watchlist/check-cells.ts';
import { readEntries, refuseExpired } from '../../local/watchlist/read-entries.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
const HEADER = 'image,session_id,reason_code,reason_text,source,expires_at';
const RIGHT = 'a.jpg,,confirmed_fraud,case 1,fraud team,2028-02-29T00:00:00Z';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entries-'));
  await writeFile(join(folder, 'a.jpg'), JPEG);
  await writeFile(join(folder, 'b.jpg'), Buffer.concat([JPEG, JPEG]));
  await writeFile(join(folder, 'note.txt'), 'not an image');
  await writeFile(join(folder, 'large.jpg'), Buffer.concat([JPEG, Buffer.alloc(15 * 1024 * 1024)]));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(lines: readonly string[], listId = 'fraud') {
  const file = join(folder, 'entries.csv');
  await writeFile(file, lines.join('\n'));
  return readEntries(file, listId);
}
const keyOf = async (line: string, listId?: string) => (await read([HEADER, line], listId))[0]?.key;

describe('a file of entries', () => {
  it('becomes requests that the API takes, with images relative to the file', async () => {
    const lines = await read([HEADER, RIGHT, '', ',vs_1,other,,"police, Bern"']);
    expect(lines).toMatchObject([
      {
        line: 2,
        request: {
          reason: { code: 'confirmed_fraud', text: 'case 1' },
          source: 'fraud team',
          expires_at: '2028-02-29T00:00:00Z',
          content_type: 'image/jpeg',
        },
        image: { file: join(folder, 'a.jpg') },
      },
      { line: 4, request: { reason: { code: 'other' }, source: 'police, Bern', session_id: 'vs_1' } },
    ]);
    for (const { request } of lines) expect(createWatchlistEntryRequest.parse(request)).toEqual(request);
    expect(lines[1]?.image).toBeUndefined();
  });

  it.each([';', '\t', '|'])('is read with %j between its columns', async (delimiter) => {
    const lines = await read([HEADER, RIGHT].map((line) => line.replaceAll(',', delimiter)));
    expect(lines).toHaveLength(1);
  });

  it('takes the reason codes of the API', () => {
    expect([...REASON_CODES]).toEqual(entryReasonCode.options);
  });

  it.each([
    [',,other,,police,', 'name either an image or a session_id'],
    ['a.jpg,vs_1,other,,police,', 'name either an image or a session_id'],
    [`,${'v'.repeat(129)},other,,police,`, 'shorten session_id to 128'],
    ['a.jpg,,fraud,,police,', 'reason_code is "fraud": use one of confirmed_fraud, '],
    [`a.jpg,,other,${'x'.repeat(1001)},police,`, 'shorten reason_text to 1000'],
    ['a.jpg,,other,,,', 'say in source who reported the person'],
    [`a.jpg,,other,,${'x'.repeat(201)},`, 'shorten source to 200'],
    ['a.jpg,,other,,police,2028-03-01', 'write expires_at as a time in UTC'],
    ['a.jpg,,other,,police,2027-02-29T00:00:00Z', 'write expires_at as a time in UTC'],
    ['a.jpg,,other,,police,2028-03-01T25:00:00Z', 'write expires_at as a time in UTC'],
    ['gone.jpg,,other,,police,', 'gone.jpg: file not found'],
    ['note.txt,,other,,police,', 'note.txt: not a JPEG or PNG'],
    ['large.jpg,,other,,police,', 'large.jpg is larger than 15 MiB'],
    [RIGHT, 'the same entry as line 2; delete one of them'],
  ])('is refused as a whole for the line %.60s', async (line, problem) => {
    await expect(read([HEADER, RIGHT, line])).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/nothing was added/),
    });
    await expect(read([HEADER, RIGHT, line])).rejects.toThrow(`line 3: `);
    await expect(read([HEADER, RIGHT, line])).rejects.toThrow(problem);
  });

  it('names every wrong line up to twenty, and counts the rest', async () => {
    const wrong = Array.from({ length: 25 }, () => ',,other,,police,');
    await expect(read([HEADER, ...wrong])).rejects.toThrow(/line 21: .*\n {4}and 5 more$/);
  });

  it.each(['image,reason_code', 'image,reason_code,source,expires', 'Image,reason_code,source'])(
    'is refused for columns that would be lost or are missing: %s',
    async (header) => {
      await expect(read([header, 'a.jpg,other,police'])).rejects.toThrow(
        /write the columns exactly like this/,
      );
    },
  );

  it('is refused when it has no entries, or a line has more columns than the first', async () => {
    await expect(read([HEADER])).rejects.toThrow(/has no entries/);
    await expect(read([HEADER, `${RIGHT},more`])).rejects.toThrow(/cannot be read as CSV.*line 2/);
  });

  it('is refused for open lines that end in the past', async () => {
    const lines = await read([HEADER, RIGHT]);
    expect(() => refuseExpired('e.csv', lines, new Date('2028-02-28T23:59:59Z'))).not.toThrow();
    expect(() => refuseExpired('e.csv', lines, new Date('2028-02-29T00:00:00Z'))).toThrow(
      /line 2: expires_at .* is in the past/,
    );
  });
});

describe('the key of a line', () => {
  it('is that of the same content anywhere in the file, and a valid Idempotency-Key', async () => {
    const key = await keyOf(RIGHT);
    expect(key).toMatch(/^[\x21-\x7e]{1,255}$/);
    expect((await read([HEADER, ',vs_1,other,,police,', RIGHT]))[1]?.key).toBe(key);
  });

  it('differs by list, reason, text, source, expiry, session and the bytes of the image', async () => {
    const keys = [
      await keyOf(RIGHT),
      await keyOf(RIGHT, 'other'),
      await keyOf(RIGHT.replace('confirmed', 'suspected')),
      await keyOf(RIGHT.replace('case 1', 'case 2')),
      await keyOf(RIGHT.replace('team', 'desk')),
      await keyOf(RIGHT.replace('29T', '28T')),
      await keyOf(RIGHT.replace('a.jpg', 'b.jpg')),
      await keyOf(RIGHT.replace('a.jpg,', ',vs_1')),
      await keyOf(RIGHT.replace('a.jpg,', ',vs_2')),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
