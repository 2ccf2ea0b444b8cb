import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../scripts/preflight/main.ts', import.meta.url));
/** The port of the discard protocol, on which nothing listens (RFC 863). */
const UNREACHABLE = 'http://127.0.0.1:9';

it('reports an account out of reach in its own words, without a warning of the SDK on Node 20', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', MAIN, '--stage', 'dev'],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL: UNREACHABLE,
        AWS_MAX_ATTEMPTS: '1',
      },
    },
  );
  expect(stdout).toContain('could not be checked');
  expect(stderr).toBe('');
  expect(status).not.toBe(0);
});
