import { it } from 'vitest';

/** The suite runs against AWS itself. */
export const REMOTE = process.env.REMOTE === '1';

/**
 * Tests that are known to end differently on AWS, each with the reason. A row here is a promise that somebody
 * has seen the difference, or that the documentation says it. There is none: nobody has run the suite on an
 * account yet.
 */
const KNOWN_DIFFERENCES: readonly { readonly test: string; readonly reason: string }[] = [];

/** A test of the contract: it runs locally, and remotely unless its difference is known. */
export function contractTest(name: string, run: () => Promise<void>): void {
  const differs = KNOWN_DIFFERENCES.some(({ test }) => test === name);
  it.runIf(!REMOTE || !differs)(name, run);
}
