import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compiledScript } from '@face-idv/local-rekognition/testing/compiled-script';
import { beforeAll, describe, expect, it } from 'vitest';

let program: string;
beforeAll(async () => {
  program = await compiledScript(fileURLToPath(new URL('../../scripts/plan.ts', import.meta.url)));
});
const plan = (...options: string[]) =>
  spawnSync(process.execPath, [program, '--faces', '80M', '--users', '40M', ...options], {
    encoding: 'utf8',
  });

describe('npm run plan', () => {
  it('prints what the size of the gallery asks of the threshold, and whom a false-match rate sends to review', () => {
    const { stdout } = plan(
      '--registrations',
      '100k',
      '--false-match-rate',
      '1e-8',
      '--searches',
      '1',
      '--json',
    );
    expect(stdout).toMatch(/1:1,000 false duplicates +1\.3e-11$/m);
    expect(stdout).toMatch(/honest newcomers sent to review +55\.1 %, 55,068 per month$/m);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      required_false_match_rate: expect.closeTo(1.25e-11, 13),
      false_positive_identification_rate: expect.closeTo(0.5507, 4),
    });
  });

  it('says nothing of a month without registrations to count', () => {
    const { stdout } = plan('--false-match-rate', '1e-8', '--searches', '1');
    expect(stdout).toMatch(/honest newcomers sent to review +55\.1 %$/m);
  });

  it('counts the search for the document as well, as the default policy makes it', () => {
    const { stdout } = plan();
    expect(stdout).toMatch(/1:1,000 false duplicates +6\.3e-12$/m);
    expect(stdout).toContain('not calculated: add --false-match-rate');
    const callsOf = (text: string) => Number(/image calls per approved registration +(\d+)/.exec(text)?.[1]);
    expect(callsOf(stdout) - callsOf(plan('--searches', '1').stdout)).toBe(4);
  });

  it.each([
    ['--false-match-rate', '1', '--false-match-rate must be a number between 0 and 1'],
    ['--searches', '3', '--searches must be 1 or 2'],
  ])('refuses %s %s', (option, value, message) => {
    const { status, stderr } = plan(option, value);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});
