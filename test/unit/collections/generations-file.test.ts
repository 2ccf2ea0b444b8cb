import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { readGenerations } from '../../../lambda/collections/adapters/generations-file.ts';

afterEach(() => vi.unstubAllEnvs());

it('the generations of the config are read beside the code, and checked', () => {
  vi.stubEnv('LAMBDA_TASK_ROOT', fileURLToPath(new URL('../../support/lambda/', import.meta.url)));
  expect(readGenerations({ GENERATIONS_FILE: 'generations.json' })).toEqual({
    default: [{ generation: 'g1', shards: 2, shard_key: { kind: 'hash' }, vectors: 'face' }],
    tenants: {},
  });
  expect(() => readGenerations({ GENERATIONS_FILE: 'none.json' })).toThrow('none.json');
});
