import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKeyStore } from '../../src/kms/key-store.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kms-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('keeps key material over a restart, and keeps it from other users of the machine', async () => {
  const store = await openKeyStore(directory);
  await store.ensure(['first']);
  const reopened = await openKeyStore(directory);
  await reopened.ensure(['first', 'second']);
  expect(reopened.material('first')).toEqual(store.material('first'));
  expect(reopened.material('second')).toHaveLength(32);
  expect((await stat(join(directory, 'keys.json'))).mode & 0o777).toBe(0o600);
});

it('makes other material on another install', async () => {
  const here = await openKeyStore(directory);
  const there = await openKeyStore(join(directory, 'other'));
  await here.ensure(['key']);
  await there.ensure(['key']);
  expect(here.material('key')).not.toEqual(there.material('key'));
});
