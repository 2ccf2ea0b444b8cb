import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeCollectionCommand,
  ListFacesCommand,
  ListUsersCommand,
  type RekognitionClient,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compiledScript } from '../src/testing/compiled-script.ts';
import { aService } from './support/a-service.ts';
import { aPortraitOf } from './support/fake-face-engine.ts';

const KILLS = 10;

/** Each writer is a process that has to start, on a machine that may be busy. */
const TIMEOUT_MS = 180_000;
const WRITER = new URL('./support/writer-process.ts', import.meta.url).pathname;

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rekognition-crash-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

type Fact = Readonly<Record<string, string>>;

/**
 * Runs the writer and kills it with SIGKILL `lifeMs` after it was ready. Gives what was acknowledged to it.
 */
async function factsOfKilledWriter(prefix: string, lifeMs: number): Promise<Fact[]> {
  const child = spawn(process.execPath, [await compiledScript(WRITER), dataDir, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.includes('"ready"') && !child.killed) setTimeout(() => child.kill('SIGKILL'), lifeMs);
  });
  await once(child, 'close');
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Fact);
}

async function facesOf(client: RekognitionClient) {
  const faces = new Map<string, string | undefined>();
  let token: string | undefined;
  do {
    const page = await client.send(new ListFacesCommand({ CollectionId: 'people', NextToken: token }));
    for (const { FaceId = '', UserId } of page.Faces ?? []) faces.set(FaceId, UserId);
    token = page.NextToken;
  } while (token);
  return faces;
}

async function usersOf(client: RekognitionClient) {
  const users = new Set<string>();
  let token: string | undefined;
  do {
    const page = await client.send(new ListUsersCommand({ CollectionId: 'people', NextToken: token }));
    for (const { UserId = '' } of page.Users ?? []) users.add(UserId);
    token = page.NextToken;
  } while (token);
  return users;
}

describe('kill -9 at any moment', () => {
  it('loses nothing acknowledged, and brings no deleted face back', { timeout: TIMEOUT_MS }, async () => {
    const facts: Fact[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // moments spread over the first writes after start and over steady work
      facts.push(...(await factsOfKilledWriter(`k${kill}`, 5 + kill * 23)));
    }
    const service = await aService({ dataDir });
    try {
      const faces = await facesOf(service.client);
      const users = await usersOf(service.client);
      const maybeDeleted = new Set(facts.map(({ deleting }) => deleting));
      const indexed = facts.filter((fact) => fact.indexed !== undefined);
      expect(indexed.length).toBeGreaterThan(KILLS);
      for (const { indexed: id = '', person = '' } of indexed) {
        if (!maybeDeleted.has(id)) expect(faces.has(id), `face of ${person}`).toBe(true);
      }
      for (const { deleted } of facts) if (deleted) expect(faces.has(deleted)).toBe(false);
      for (const { created } of facts) if (created) expect(users.has(created)).toBe(true);
      for (const { associated, user } of facts) if (associated) expect(faces.get(associated)).toBe(user);

      const { FaceCount } = await service.client.send(
        new DescribeCollectionCommand({ CollectionId: 'people' }),
      );
      expect(FaceCount).toBe(faces.size);
      const last = indexed.findLast(({ indexed: id = '' }) => faces.has(id));
      const image = { Bytes: aPortraitOf(last?.person ?? '') };
      const search = new SearchFacesByImageCommand({ CollectionId: 'people', Image: image, MaxFaces: 1 });
      const found = await service.client.send(search);
      expect(found.FaceMatches?.[0]?.Face?.FaceId).toBe(last?.indexed);
    } finally {
      await service.stop();
    }
  });
});
