import { defineConfig } from 'vitest/config';

/** Capabilities whose own tests alone run, as scripts/mutation.ts names them; all without one. */
const named = (process.env.TESTS_OF ?? '').split(',').filter(Boolean);

/**
 * The tests that a mutant meets: unit tests of domain and use-cases, without those that walk the whole tree or write
 * bundles, and without the sweeps that fail each call of a migration or a replication in turn, which take half a minute.
 * Stryker runs each mutant against the tests that reach it.
 */
export default defineConfig({
  test: {
    include:
      named.length === 0
        ? ['test/unit/**/*.test.ts']
        : named.map((capability) => `test/unit/${capability}/**/*.test.ts`),
    exclude: ['test/unit/{api,platform}/**', 'test/unit/{migration,replication}/*-faults.test.ts'],
    testTimeout: 10_000,
  },
});
