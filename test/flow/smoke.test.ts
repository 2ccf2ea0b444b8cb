import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListCollectionsCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { aColorPhoto } from '@face-idv/local-rekognition/testing/color-engine';
import type { PageSession } from '@face-idv/local-rekognition/testing/liveness-page/page-files';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientSettings } from '../../scripts/smoke/client-settings.ts';
import { CHECKS } from '../../scripts/smoke/run-checks.ts';
import { smoke } from '../../scripts/smoke/smoke.ts';
import { readSmokeOptions } from '../../scripts/smoke/smoke-options.ts';
import { type KillableCloud, startKillableCloud } from '../support/killable-cloud.ts';

describe('the smoke test against the local AWS', () => {
  let cloud: KillableCloud;
  let directory: string;
  let photo: string;
  let printed: string[];
  let onPrinted: (line: string) => void;

  beforeAll(async () => {
    cloud = await startKillableCloud();
    directory = await mkdtemp(join(tmpdir(), 'smoke-'));
    photo = join(directory, 'person.jpg');
    await writeFile(photo, await aColorPhoto(4711));
  });
  afterAll(async () => {
    await cloud.close();
    await rm(directory, { recursive: true, force: true });
  });
  beforeEach(() => {
    printed = [];
    onPrinted = () => {};
  });

  const run = (...args: readonly string[]) => {
    const options = readSmokeOptions(['--stage', 'local', '--selfie', photo, '--document', photo, ...args]);
    if (options === 'help') throw new Error('no help was asked for');
    return smoke(options, {
      endpoint: cloud.endpoint,
      operatorToken: undefined,
      print: (line) => {
        printed.push(line);
        onPrinted(line);
      },
    });
  };
  const collections = async (): Promise<readonly string[]> => {
    const { region } = await cloud.status();
    const client = new RekognitionClient(clientSettings(region, cloud.endpoint));
    const { CollectionIds = [] } = await client.send(new ListCollectionsCommand({}));
    client.destroy();
    return CollectionIds;
  };

  it('confirms every check, and again: it leaves no face behind', async () => {
    for (const _run of [1, 2]) {
      printed = [];
      expect(await run(), printed.join('\n')).toBe(0);
      const confirmed = printed.flatMap((line) => /^ {2}✓ ([a-z-]+):/.exec(line)?.[1] ?? []);
      expect(confirmed).toEqual(CHECKS.map(({ name }) => name));
    }
  });

  it('waits for a person who takes the liveness check in a browser', async () => {
    const check = async (link: string): Promise<void> => {
      const page = await (await fetch(link)).text();
      expect(page).toContain('page.js');
      const session = (await (await fetch(new URL('session.json', link))).json()) as PageSession;
      expect(session.endpointOverride).toMatch(/^https:\/\/localhost:\d+$/);
      const shown = await fetch(
        `${cloud.endpoint}/_local/rekognition/liveness-sessions/${session.sessionId}/recording?judge=protocol`,
        { method: 'PUT', body: await readFile(photo) },
      );
      expect(shown.status).toBeLessThan(300);
      await fetch(new URL('outcome', link), { method: 'POST', body: '{"kind":"complete"}' });
    };
    const checks: Promise<void>[] = [];
    onPrinted = (line) => {
      const [link] = /http:\S+/.exec(line) ?? [];
      if (link) checks.push(check(link));
    };
    expect(await run('--camera'), printed.join('\n')).toBe(0);
    await Promise.all(checks);
    expect(checks).toHaveLength(1);
    expect(printed.join('\n')).toMatch(/the page was opened.*✓ registration:.*✓ liveness-images:/s);
  });

  it('measures consistency in a collection that it deletes', async () => {
    const before = await collections();
    expect(await run('--measure-consistency', '20'), printed.join('\n')).toBe(0);
    expect(printed.join('\n')).toMatch(/faces indexed +20\n[^\n]*first search +20\n/);
    expect(await collections()).toEqual(before);
  });

  it('fails when nothing is deployed, and says how to start it', async () => {
    const options = { stage: 'local' };
    await expect(
      smoke(options, { endpoint: 'http://127.0.0.1:1', operatorToken: undefined, print: () => {} }),
    ).rejects.toThrow('nothing answers at http://127.0.0.1:1');
  });
});
