import { it } from 'vitest';
import { VitestTestRunner } from 'vitest/runners';

type ImportSource = Parameters<VitestTestRunner['importFile']>[1];

/**
 * Runs tests for Stryker, which counts tests that fail and nothing else: a test file that a mutant keeps from loading
 * holds no test, so it gets one that fails.
 */
class LoadFailureRunner extends VitestTestRunner {
  override async importFile(path: string, source: ImportSource): Promise<unknown> {
    try {
      return await super.importFile(path, source);
    } catch (error) {
      if (source !== 'collect') throw error;
      it('can be loaded', () => {
        throw error;
      });
      return undefined;
    }
  }
}

export { LoadFailureRunner as default };
