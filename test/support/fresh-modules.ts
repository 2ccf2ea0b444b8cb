import { afterAll, vi } from 'vitest';

/**
 * For projects whose files share a process and the packages in it, which takes half the CPU time of a process for each
 * file. Our own modules are not shared: every file loads them anew, and so meets no state that another has left in them.
 */
vi.resetModules();

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
