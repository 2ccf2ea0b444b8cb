import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_BUCKET } from '../../src/s3/bucket.ts';
import { type ObjectStore, openObjectStore } from '../../src/s3/object-store.ts';
import { NULL_VERSION, type ObjectVersion } from '../../src/s3/object-version.ts';

const BUCKET = 'evidence';

let directory: string;
let store: ObjectStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-store-'));
  store = await openObjectStore(directory);
  await store.saveBucket(BUCKET, { ...DEFAULT_BUCKET, versioning: 'Enabled' }, 1);
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const reopen = async () => {
  await store.close();
  store = await openObjectStore(directory);
};
const aDraft = (key: string) => ({
  key,
  headers: {},
  metadata: {},
  checksums: {},
  encryption: { algorithm: 'AES256' },
});
async function add(key: string, content: string, versionId: string = NULL_VERSION): Promise<ObjectVersion> {
  const file = await store.writeFile(Buffer.from(content));
  const version = { ...aDraft(key), versionId, file, size: content.length, etag: '"e"', lastModifiedMs: 1 };
  await store.add(BUCKET, version, () => {});
  return version;
}
const files = () => readdir(join(directory, 'objects'));

it('knows everything again after a restart: buckets, versions in their order, uploads', async () => {
  await add('a', 'one', 'v1');
  await add('a', 'two', 'v2');
  await store.startUpload({ id: 'u', bucket: BUCKET, startedMs: 1, draft: aDraft('b') });
  const part = {
    number: 1,
    file: await store.writeFile(Buffer.from('p')),
    size: 1,
    etag: '"p"',
    checksums: {},
    uploadedMs: 1,
  };
  await store.addPart('u', part);
  await reopen();
  expect(store.bucket(BUCKET).config.versioning).toBe('Enabled');
  expect(store.versions(BUCKET, 'a').map(({ versionId }) => versionId)).toEqual(['v2', 'v1']);
  expect(store.upload('u')?.parts.get(1)).toEqual(part);
  expect(await files()).toHaveLength(3);
});

it('removes the file of what is replaced, removed or refused', async () => {
  await add('a', 'one');
  await add('a', 'two');
  expect(await files()).toHaveLength(1);
  await store.remove([{ bucket: BUCKET, key: 'a', versionId: NULL_VERSION }]);
  expect(await files()).toEqual([]);

  const file = await store.writeFile(Buffer.from('refused'));
  const version = { ...aDraft('a'), versionId: 'v', file, size: 7, etag: '"e"', lastModifiedMs: 1 };
  const refusal = new Error('somebody was faster');
  await expect(
    store.add(BUCKET, version, () => {
      throw refusal;
    }),
  ).rejects.toBe(refusal);
  expect([await files(), store.versions(BUCKET, 'a')]).toEqual([[], []]);
});

it('removes files at start that a crash has left before anybody knew of them', async () => {
  const { file } = await add('a', 'kept');
  await writeFile(join(directory, 'objects', 'left-behind'), 'half an obj');
  await reopen();
  expect(await files()).toEqual([file]);
});

it('ends an upload in the same step in which its object appears', async () => {
  await store.startUpload({ id: 'u', bucket: BUCKET, startedMs: 1, draft: aDraft('b') });
  const part = await store.writeFile(Buffer.from('p'));
  await store.addPart('u', { number: 1, file: part, size: 1, etag: '"p"', checksums: {}, uploadedMs: 1 });
  const file = await store.writeFile(Buffer.from('p'));
  const version = { ...aDraft('b'), versionId: 'v', file, size: 1, etag: '"e"', lastModifiedMs: 1 };
  await store.add(BUCKET, version, () => {}, 'u');
  await reopen();
  expect(store.upload('u')).toBeUndefined();
  expect(store.versions(BUCKET, 'b')).toEqual([version]);
  expect(await files()).toEqual([file]);
});

it('writes its journal anew when most of it is out of date', async () => {
  const kept = await add('kept', 'x', 'v1');
  for (let turn = 0; turn <= 1000; turn++) await store.saveBucket(BUCKET, DEFAULT_BUCKET, turn);
  const lines = async () =>
    (await readFile(join(directory, 'journal.jsonl'), 'utf8')).trim().split('\n').length;
  expect(await lines()).toBeGreaterThan(1000);
  await reopen();
  expect(await lines()).toBe(2);
  await reopen();
  expect(store.versions(BUCKET, 'kept')).toEqual([kept]);
});
