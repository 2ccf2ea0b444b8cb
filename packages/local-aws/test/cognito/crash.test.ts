import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linesUntilKilled } from '../support/killed-process.ts';
import { aGroup, anApp, aPool, claimsOf, GROUP, openLocalCognito, tokensOf } from './a-local-cognito.ts';

const WRITER = join(import.meta.dirname, 'crash-writer.ts');
/** Users acknowledged before each kill: few and many, so that the file is cut at different places. */
const KILL_AFTER = [1, 7, 20];

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cognito-crash-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

it('keeps every user it has acknowledged, killed at any moment', async () => {
  const acknowledged: string[] = [];
  for (const [run, count] of KILL_AFTER.entries()) {
    acknowledged.push(...(await linesUntilKilled(WRITER, [dataDir, `run${run}`], count)));
    const local = await openLocalCognito(dataDir, [aPool(), anApp(), aGroup(GROUP)]);
    for (const username of acknowledged) {
      const claims = claimsOf(tokensOf(await local.signIn(username)).AccessToken);
      expect(claims).toMatchObject({ username, 'cognito:groups': [GROUP] });
    }
    await local.cognito.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(28);
});
