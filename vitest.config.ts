import { defineConfig } from 'vitest/config';

/** One project a layer, so that `vitest run --project unit` is a fast inner loop. */
const project = (name: string, include: string[], timeoutMs: number, serial = false) => ({
  test: {
    name,
    include,
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 120_000),
    ...(serial ? { fileParallelism: false } : {}),
  },
});

export default defineConfig({
  test: {
    // two workers: the smallest machine this suite must pass on has two cores
    maxWorkers: 2,
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'test/architecture.test.ts'], 10_000),
      project('contract', ['packages/*/test/contract/**/*.test.ts'], 30_000),
      project('infra', ['test/infra/**/*.test.ts'], 120_000),
      project(
        'local',
        [
          'test/local/**/*.test.ts',
          'packages/*/test/!(contract|web)/**/*.test.ts',
          'packages/*/test/*.test.ts',
        ],
        60_000,
      ),
      project('flow', ['test/flow/**/*.test.ts'], 120_000),
      project('web', ['packages/*/test/web/**/*.test.ts'], 120_000, true),
    ],
  },
});
