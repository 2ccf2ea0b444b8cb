import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRecordStore } from '../../src/cognito/record-store.ts';
import { openSigningKey } from '../../src/cognito/signing-key.ts';

const inDirectory = async (work: (directory: string) => Promise<void>): Promise<void> => {
  const parent = await mkdtemp(join(tmpdir(), 'cognito-secrets-'));
  try {
    await work(join(parent, 'cognito'));
  } finally {
    await rm(parent, { recursive: true });
  }
};
const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

describe('what Cognito keeps', () => {
  it('is for its owner alone, and one key for good', () =>
    inDirectory(async (directory) => {
      await (await openRecordStore(directory)).close();
      const first = await openSigningKey(directory);
      expect(await modeOf(directory)).toBe(0o700);
      expect(await modeOf(join(directory, 'signing-key.pem'))).toBe(0o600);
      expect((await openSigningKey(directory)).jwk).toEqual(first.jwk);
    }));

  it('stays small however often a record changes', () =>
    inDirectory(async (directory) => {
      const before = await openRecordStore(directory);
      const users = before.table<{ count: number }>('user');
      await Promise.all(Array.from({ length: 5000 }, (_, count) => users.put('ann', { count })));
      await users.put('bob', { count: 0 });
      await users.delete('bob');
      await before.close();
      const after = await openRecordStore(directory);
      expect([...after.table('user').entries()]).toEqual([['ann', { count: 4999 }]]);
      await after.close();
      const lines = (await readFile(join(directory, 'records.jsonl'), 'utf8')).trim().split('\n');
      expect(lines).toHaveLength(1);
    }));
});
