import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledScript } from '@face-idv/local-rekognition/testing/compiled-script';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../local/demo/photo.ts';
import { readArguments, UsageError } from '../../local/start/command.ts';
import { endWithFolder } from '../../local/start/end-with-folder.ts';
import { describeFailure } from '../../local/start/failure.ts';

const EXAMPLE = fileURLToPath(new URL('../support/a-command.ts', import.meta.url));

let program: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  program = await compiledScript(EXAMPLE);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function started(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(file, args, { env: { ...process.env, npm_lifecycle_event: undefined, ...env } });
  children.push(child);
  let output = '';
  let results = '';
  child.stdout.on('data', (text: string) => {
    results += text;
  });
  let waiting: { text: string; resolve: () => void } | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (waiting && output.includes(waiting.text)) waiting.resolve();
    });
  }
  return {
    child,
    said: (text: string) =>
      new Promise<void>((resolve) => {
        waiting = { text, resolve };
        if (output.includes(text)) resolve();
      }),
    /** Results go to the standard output; in `output`, what is said on the way may come before or after them. */
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, output, results })),
  };
}
const run = (...args: string[]) => started(process.execPath, [program, ...args]);

describe('a command', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('closes what it opened and shows no stack when %s ends it', async (signal, code) => {
    const { child, said, ended } = run('--until', 'signal');
    await said('running');
    child.kill(signal);
    child.kill(signal);

    expect(await ended).toMatchObject({ code, results: 'line\nrunning\nclosed\n{"status":"error"}\n' });
  });

  it('ends when the shell that npm started it with is gone', async () => {
    const shell = started('sh', ['-c', '"$@" & wait', 'sh', process.execPath, program, '--until', 'signal'], {
      npm_lifecycle_event: 'example',
    });
    await shell.said('running');
    shell.child.kill('SIGTERM');

    // the pipe is closed once nobody holds it, the command included
    expect((await shell.ended).output).toContain('closed');
  });

  it('ends without a word when its reader has read enough', async () => {
    const { ended } = started('sh', [
      '-c',
      '"$@" | head -n 1',
      'sh',
      process.execPath,
      program,
      '--count',
      '100000',
    ]);

    expect(await ended).toMatchObject({ code: 0, output: 'line\n' });
  });

  it('ends by itself when it is done', async () => {
    expect(await run().ended).toMatchObject({ code: 0, output: 'line\nclosed\n' });
  });

  it('shows how it is called when it is asked, and does nothing', async () => {
    const { code, output } = await run('--until', 'failure', '--help').ended;

    expect(code).toBe(0);
    expect(output).toBe('usage: npm run example -- [--until signal|failure|done] [--count n]\n');
  });

  it.each([
    [['--skip'], "Unknown option '--skip'"],
    [['more'], "Unexpected argument 'more'"],
    [['--until', 'failure'], 'it failed'],
  ])('refuses %j without a stack, with a last line for programs', async (args, message) => {
    const { code, output, results } = await run(...args).ended;

    expect(code).toBe(1);
    expect(output).toContain(message);
    expect(output).toContain('usage: npm run example');
    expect(output).not.toMatch(/\n\s+at /);
    expect(results.trimEnd()).toMatch(/\{"status":"error"\}$/);
  });
});

describe('arguments', () => {
  it('are values and positionals', () => {
    expect(
      readArguments({ options: { json: { type: 'boolean' } }, allowPositionals: true }, ['a', '--json']),
    ).toMatchObject({ values: { json: true }, positionals: ['a'] });
  });

  it('that are unknown are an error of usage', () => {
    expect(() => readArguments({ options: {} }, ['--json'])).toThrow(UsageError);
  });
});

describe('a failure', () => {
  const inLocal = fileURLToPath(new URL('../../.local/data/file', import.meta.url));
  const missing = (path: string) =>
    Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });

  it.each([
    ['of the user', new InputError('say which photo'), 'say which photo'],
    [
      'of a full disk, whoever met it',
      new Error('the app could not be synthesized:\nfailed to bundle: ENOSPC: no space left on device'),
      'no space left in .local: about 140 MB are needed; free some space, then try again',
    ],
    [
      'of a deleted folder',
      missing(inLocal),
      'files in .local are gone: it was deleted while the local cloud was running; start it again with: npm start',
    ],
  ])('%s is a sentence', async (_name, error, sentence) => {
    expect(await describeFailure(error)).toBe(sentence);
  });

  it('that nobody foresaw shows its stack', async () => {
    expect(await describeFailure(missing('/elsewhere'))).toContain('command.test.ts');
  });
});

describe('an old Node.js', () => {
  const { refusalOf } = createRequire(import.meta.url)('../../local/start/node-floor.cjs') as {
    refusalOf: (version: string) => string | undefined;
  };

  it('is refused in one line', () => {
    expect(refusalOf('v18.20.4')).toBe('face-idv requires Node.js 20.19 or later; this is v18.20.4');
    expect(refusalOf('v20.18.0')).toContain('20.19 or later');
  });

  it.each(['v20.19.0', 'v22.0.0', 'v24.1.0'])('is not %s', (version) => {
    expect(refusalOf(version)).toBeUndefined();
  });
});

it('a local cloud ends when its data is deleted', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'data-'));
  const failed = new Promise<unknown>((resolve) => endWithFolder(directory, { fail: resolve }));
  const busy = setInterval(() => {}, 1000);
  await rm(directory, { recursive: true });

  expect(await describeFailure(await failed)).toMatch(/^files in .local are gone/);
  clearInterval(busy);
});
