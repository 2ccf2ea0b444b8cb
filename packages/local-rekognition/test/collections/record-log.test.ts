import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogRecord, openRecordLog } from '../../src/collections/record-log.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'record-log-'));
  file = join(directory, 'a.log');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const aRecord = (name: string, payload?: number[]): LogRecord<string> => ({
  document: name,
  ...(payload ? { payload: Uint8Array.from(payload) } : {}),
});

async function contentOf(path = file): Promise<[string, number[]][]> {
  const seen: [string, number[]][] = [];
  const log = await openRecordLog<string>(path, (document, payload) => seen.push([document, [...payload]]));
  await log.close();
  return seen;
}

async function write(...appends: LogRecord<string>[][]) {
  const log = await openRecordLog<string>(file, () => {});
  const positions = [];
  for (const records of appends) positions.push(...(await log.append(records)));
  await log.close();
  return positions;
}

describe('record log', () => {
  it('gives back what was appended, in order', async () => {
    await write([aRecord('a', [1, 2, 3])], [aRecord('b'), aRecord('c', [4])]);
    expect(await contentOf()).toEqual([
      ['a', [1, 2, 3]],
      ['b', []],
      ['c', [4]],
    ]);
  });

  it('drops an append that was cut off at any byte, whole, and keeps all before it', async () => {
    await write([aRecord('a', [1])]);
    const whole = await readFile(file);
    await write([aRecord('b', [2, 3]), aRecord('c', [4, 5])]);
    const longer = await readFile(file);
    for (let length = whole.length; length < longer.length; length += 1) {
      await writeFile(file, longer.subarray(0, length));
      expect(await contentOf()).toEqual([['a', [1]]]);
      expect(await readFile(file)).toEqual(whole);
    }
  });

  it('appends where a cut-off append was', async () => {
    await write([aRecord('a')], [aRecord('b')]);
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 1));
    await write([aRecord('c')]);
    expect(await contentOf()).toEqual([
      ['a', []],
      ['c', []],
    ]);
  });

  it('erases a payload from the disk and keeps the record', async () => {
    const secret = [11, 22, 33, 44, 55, 66, 77, 88];
    const [position] = await write([aRecord('a', secret)], [aRecord('b', [9])]);
    const log = await openRecordLog<string>(file, () => {});
    await log.erase(position ? [position] : []);
    await log.close();
    expect((await readFile(file)).includes(Buffer.from(secret))).toBe(false);
    expect(await contentOf()).toEqual([
      ['a', []],
      ['b', [9]],
    ]);
  });

  it('fails when a record in the middle is damaged', async () => {
    const [position] = await write([aRecord('a', [1, 2])], [aRecord('b')]);
    const bytes = await readFile(file);
    bytes[position?.offset ?? 0] = 7;
    await writeFile(file, bytes);
    await expect(contentOf()).rejects.toThrow('damaged at byte 0');
  });

  it('is replaced as a whole, and goes on from there', async () => {
    const log = await openRecordLog<string>(file, () => {});
    await log.append([aRecord('a'), aRecord('b', [1])]);
    const many = Array.from({ length: 1300 }, (_, index) => aRecord(`n${index}`, [index % 256]));
    const positions = await log.rewrite(many);
    expect(positions).toHaveLength(1300);
    await log.append([aRecord('last')]);
    await log.erase(positions.slice(1299));
    await log.close();
    const content = await contentOf();
    expect(content).toHaveLength(1301);
    expect(content[0]).toEqual(['n0', [0]]);
    expect(content[1299]).toEqual(['n1299', []]);
    expect(content[1300]).toEqual(['last', []]);
  });

  it('reads records across the pieces in which the file is read', async () => {
    const large = Array.from({ length: 9 }, (_, index) => ({
      document: `r${index}`,
      payload: new Uint8Array(1_000_000).fill(index + 1),
    }));
    const log = await openRecordLog<string>(file, () => {});
    await log.append(large);
    await log.close();
    const seen: string[] = [];
    const again = await openRecordLog<string>(file, (document, payload) => {
      expect(payload.length).toBe(1_000_000);
      expect(payload[999_999]).toBe(seen.length + 1);
      seen.push(document);
    });
    await again.close();
    expect(seen).toHaveLength(9);
  });
});
