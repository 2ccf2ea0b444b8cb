import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { readStagePolicy } from '../../../lambda/policies/adapters/stage-policy-file.ts';

afterEach(() => vi.unstubAllEnvs());

it('the policy of the config is read beside the code, and checked', () => {
  vi.stubEnv('LAMBDA_TASK_ROOT', fileURLToPath(new URL('../../support/lambda/', import.meta.url)));
  expect(readStagePolicy({ POLICY_FILE: 'policy.json' }).match_thresholds).toEqual(
    DEFAULT_POLICY.match_thresholds,
  );
  expect(() => readStagePolicy({ POLICY_FILE: 'generations.json' })).toThrow('liveness');
  expect(() => readStagePolicy({ POLICY_FILE: 'none.json' })).toThrow('none.json');
});
