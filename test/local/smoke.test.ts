import { describe, expect, it } from 'vitest';
import type { Photo } from '../../local/demo/photo.ts';
import type { VerificationApi } from '../../local/demo/verification-api.ts';
import { CheckNotTaken } from '../../scripts/smoke/browser-camera.ts';
import type { Check, Deployed } from '../../scripts/smoke/check.ts';
import { passed, skipped } from '../../scripts/smoke/check.ts';
import { describeMeasurement, measureConsistency } from '../../scripts/smoke/measure-consistency.ts';
import { CHECKS, runChecks } from '../../scripts/smoke/run-checks.ts';
import { readSmokeOptions } from '../../scripts/smoke/smoke-options.ts';

const PHOTO: Photo = { name: 'photo', bytes: Buffer.from('photo'), contentType: 'image/jpeg' };

/** An API of which every call is noted, and every session has the id `vs_1`. */
function aRecordedApi() {
  const calls: string[] = [];
  const api: VerificationApi = {
    get: async <T>(path: string) => {
      calls.push(`GET ${path}`);
      return { data: path === '/consent-texts' ? [{ notice_version: '2026-01' }] : [] } as T;
    },
    post: async <T>(path: string) => {
      calls.push(`POST ${path}`);
      return { id: 'vs_1', liveness_session_id: 'liveness-1' } as T;
    },
    delete: async (path) => void calls.push(`DELETE ${path}`),
  };
  return { api, calls };
}

/** A deployment in which everything works, and nobody is in front of a camera. */
function aDeployment(changes: Partial<Deployed> = {}): Deployed {
  const { api } = aRecordedApi();
  return {
    tenant: 'demo',
    userId: 'smoke-1',
    selfie: PHOTO,
    document: PHOTO,
    backend: api,
    operator: api,
    camera: undefined,
    evidenceKeys: async () => [],
    evidenceEncryption: async () => 'aws:kms',
    invoke: async () => {},
    invocationsSince: async () => 1,
    startAndStopRegistration: async () => 'ABORTED',
    becomesTrue: (question) => question(),
    ...changes,
  };
}

const checkNamed = (name: string): Check => {
  const check = CHECKS.find((one) => one.name === name);
  if (!check) throw new Error(`there is no check ${name}`);
  return check;
};

describe('the checks of a deployment', () => {
  it('have a name of their own, a question and a remedy', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
    for (const { confirms, onFailure } of CHECKS) {
      expect(confirms).toMatch(/\.$/);
      expect(onFailure).toMatch(/\.$/);
    }
  });

  it('skip with a warning what needs a person, and fail nothing', async () => {
    const printed: string[] = [];
    expect(await runChecks(CHECKS, aDeployment(), (line) => void printed.push(line))).toEqual([]);
    const skippedNames = printed.flatMap((line) => /! ([a-z-]+): SKIPPED/.exec(line)?.[1] ?? []);
    expect(skippedNames).toEqual(['registration', 'liveness-images', 'liveness-encryption']);
  });

  it('go on after one that fails, which prints its question and its remedy', async () => {
    const printed: string[] = [];
    const check = (name: string, run: Check['run']): Check => ({
      name,
      confirms: `${name}?`,
      onFailure: `Fix ${name}.`,
      run,
    });
    const checks = [
      check('first', () => Promise.reject(new Error('denied'))),
      check('second', async () => passed('fine')),
      check('third', async () => skipped('no camera')),
    ];
    expect(await runChecks(checks, aDeployment(), (line) => void printed.push(line))).toEqual(['first']);
    expect(printed).toEqual([
      '  ✗ first: denied',
      '      not confirmed: first?\n      what to do: Fix first.',
      '  ✓ second: fine',
      '  ! third: SKIPPED, no camera\n      not confirmed: third?',
    ]);
  });

  it.each([
    ['liveness-images', { evidenceKeys: async () => [] }, 'no image'],
    [
      'liveness-encryption',
      { evidenceKeys: async () => ['a'], evidenceEncryption: async () => 'AES256' },
      'AES256',
    ],
    ['model-probe', { invoke: () => Promise.reject(new Error('AccessDenied')) }, 'AccessDenied'],
    ['interrupted-registration', { startAndStopRegistration: async () => 'FAILED' }, 'ended as FAILED'],
    ['interrupted-registration', { invocationsSince: async () => 0 }, 'did not reach'],
  ] as const)('%s fails where the deployment does not do it', async (name, changes, message) => {
    const run = checkNamed(name).run(aDeployment(changes), { sessionId: 'vs_1' });
    await expect(run).rejects.toThrow(message);
  });

  it('list the images of the session whose check was taken, whatever Rekognition puts after the prefix', async () => {
    const prefixes: string[] = [];
    const evidenceKeys = async (prefix: string) => {
      prefixes.push(prefix);
      return [`${prefix}/reference.jpg`];
    };
    await checkNamed('liveness-images').run(aDeployment({ evidenceKeys }), { sessionId: 'vs_1' });
    expect(prefixes).toEqual(['demo/vs_1/liveness']);
  });

  it.each([['liveness-session'], ['interrupted-registration']])('%s leaves no open session', async (name) => {
    const { api, calls } = aRecordedApi();
    await checkNamed(name).run(aDeployment({ backend: api }), {});
    expect(calls.at(-1)).toBe('POST /verification-sessions/vs_1/cancel');
  });

  it('registration is skipped with a warning when nobody takes the check, and leaves no open session', async () => {
    const { api, calls } = aRecordedApi();
    const backend: VerificationApi = {
      ...api,
      get: async <T>() => ({ data: [{ id: 'vs_1', status: 'requires_input' }] }) as T,
    };
    const camera = () => Promise.reject(new CheckNotTaken('nobody took it'));
    expect(await checkNamed('registration').run(aDeployment({ backend, camera }), {})).toEqual(
      skipped('nobody took it'),
    );
    expect(calls.at(-1)).toBe('POST /verification-sessions/vs_1/cancel');
  });

  it('liveness-session cancels its session although the check cannot be created', async () => {
    const { api, calls } = aRecordedApi();
    const backend: VerificationApi = {
      ...api,
      post: (path, body) =>
        path.endsWith('/liveness-sessions')
          ? Promise.reject(new Error('AccessDenied'))
          : api.post(path, body),
    };
    await expect(checkNamed('liveness-session').run(aDeployment({ backend }), {})).rejects.toThrow();
    expect(calls.at(-1)).toBe('POST /verification-sessions/vs_1/cancel');
  });
});

describe('the measurement of consistency', () => {
  /** A collection whose searches miss each face until they were asked `misses` times; a search takes 10 ms. */
  function aLaggingCollection(misses: (face: string) => number) {
    const asked = new Map<string, number>();
    const indexed: string[] = [];
    let time = 0;
    return {
      now: () => time,
      collection: {
        index: async (id: string) => {
          indexed.push(id);
          return id;
        },
        search: async (reference: string) => {
          time += 10;
          return indexed.filter((id) => {
            if (id === reference) return false;
            const times = (asked.get(id) ?? 0) + 1;
            asked.set(id, times);
            return times > misses(id);
          });
        },
      },
    };
  }

  it('counts the faces that the first search finds', async () => {
    const { collection, now } = aLaggingCollection(() => 0);
    const measured = await measureConsistency(collection, 5, now);
    expect(measured).toEqual({ faces: 5, foundAtOnce: 5, neverFound: 0, delaysMs: [0, 0, 0, 0, 0] });
    expect(describeMeasurement(measured).at(-1)).toContain('found at once');
  });

  it('takes the time until a later search finds a face', async () => {
    const { collection, now } = aLaggingCollection((id) => (id === 'face-2' ? 3 : 0));
    const measured = await measureConsistency(collection, 4, now);
    expect(measured).toEqual({ faces: 4, foundAtOnce: 3, neverFound: 0, delaysMs: [0, 0, 0, 30] });
    const lines = describeMeasurement(measured);
    expect(lines.at(-1)).toContain('0006-one-of-two-users-with-one-face.md');
    expect(lines.join('\n')).toMatch(/50 % found within +0 ms\n.*90 % found within +30 ms/);
  });

  it('gives a face up after a minute', async () => {
    const { collection, now } = aLaggingCollection((id) => (id === 'face-0' ? Number.POSITIVE_INFINITY : 0));
    const measured = await measureConsistency(collection, 2, now);
    expect(measured).toMatchObject({ foundAtOnce: 1, neverFound: 1, delaysMs: [0] });
    expect(now()).toBeGreaterThanOrEqual(60_000);
  });
});

describe('the options of the smoke test', () => {
  it('run the checks, or measure as often as is said', () => {
    expect(readSmokeOptions(['--stage', 'dev'])).toEqual({ stage: 'dev' });
    expect(readSmokeOptions(['--stage', 'dev', '--measure-consistency'])).toMatchObject({
      measureConsistency: 1000,
    });
    expect(readSmokeOptions(['--stage', 'dev', '--measure-consistency', '20'])).toMatchObject({
      measureConsistency: 20,
    });
    expect(readSmokeOptions(['--stage', 'dev', '--camera', '--document', 'id.jpg'])).toEqual({
      stage: 'dev',
      camera: true,
      document: 'id.jpg',
    });
    expect(readSmokeOptions(['--help'])).toBe('help');
  });

  it.each([
    [[], '--stage is required'],
    [['--stage', 'dev', '--camera'], '--camera needs --document'],
    [['--stage', 'dev', '20'], 'unexpected argument "20"'],
    [['--stage', 'dev', '--measure-consistency', '0'], 'from 1 to 4095, not "0"'],
    [['--stage', 'dev', '--what'], 'usage: npm run smoke'],
  ])('refuse %j', (args, message) => {
    expect(() => readSmokeOptions(args)).toThrow(message);
  });
});
