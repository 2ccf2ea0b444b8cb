import { defineConfig } from 'vitest/config';

/**
 * The tests that a mutant meets: unit tests of domain and use-cases, without those that walk the whole tree
 * or write bundles. Stryker runs one worker at a time, and each mutant only against the tests that reach it.
 */
export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    exclude: ['test/unit/{api,platform}/**'],
    testTimeout: 10_000,
  },
});
