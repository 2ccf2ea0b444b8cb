import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { compiledScript } from '@face-idv/local-rekognition/testing/compiled-script';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

const WRITER = join(import.meta.dirname, 'crash-writer.ts');
const KILLS = 5;

let dataDir: string;
let local: TestS3 | undefined;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 's3-crash-'));
});
afterAll(() => local?.close() ?? rm(dataDir, { recursive: true }));

/** Runs the writer and kills it with SIGKILL once it has acknowledged this many objects. */
async function acknowledgedUntilKilled(first: number, count: number): Promise<string[]> {
  const writer = spawn(process.execPath, [await compiledScript(WRITER), dataDir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface(writer.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === count) writer.kill('SIGKILL');
  }
  return acknowledged;
}

it('keeps every acknowledged object whole and shows no half one, however often it is killed', async () => {
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const count = 1 + Math.floor(Math.random() * 100);
    acknowledged.push(...(await acknowledgedUntilKilled(kill * 1_000_000, count)));
  }

  local = await aLocalS3({}, { dataDir });
  const { client } = local;
  const found = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, ContinuationToken: token }));
    for (const { Key = '' } of page.Contents ?? []) {
      const { Body, Metadata, ETag } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      const content = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const digest = createHash('md5').update(content).digest('hex');
      expect([Key, Metadata?.digest, ETag]).toEqual([Key, digest, `"${digest}"`]);
      found.set(Key, digest);
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);

  const expected = acknowledged
    .map((line) => line.split(' ') as [string, string])
    .filter(([key]) => key !== 'replaced');
  expect([...found]).toEqual(expect.arrayContaining(expected));
  expect(found.has('replaced')).toBe(true);
  // what was written but never told to the journal is gone: one file for each object
  expect(await readdir(join(dataDir, 's3', 'objects'))).toHaveLength(found.size);
});
