import { defineConfig } from 'vitest/config';

/** Capabilities whose own tests alone run, as scripts/mutation.ts names them; all without one. */
const named = (process.env.TESTS_OF ?? '').split(',').filter(Boolean);

/**
 * The tests that a mutant meets: unit tests of domain and use-cases, without those that need a service or a bundle, and
 * without the sweeps that fail each call in turn, which take half a minute. Stryker runs each mutant against the tests
 * that reach it.
 */
export default defineConfig({
  test: {
    include:
      named.length === 0
        ? ['test/unit/**/*.test.ts']
        : named.map((capability) => `test/unit/${capability}/**/*.test.ts`),
    exclude: [
      'test/unit/api/!(openapi).test.ts',
      'test/unit/platform/**',
      'test/unit/**/{dynamo,sharp}-*.test.ts',
      'test/unit/*/*-faults.test.ts',
    ],
    // as in vitest.config.ts
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    runner: './test/mutation/load-failure-runner.ts',
    // a law of rates takes ten times as long with all mutants in the code
    testTimeout: 60_000,
    // modules are loaded once per mutant instead of once per file: no test replaces one
    isolate: false,
  },
});
