import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, vi } from 'vitest';

/**
 * For projects whose files share a process and the packages in it, which takes half the CPU time of a process for each
 * file. Our own modules are not shared: every file loads them anew, and so meets no state that another has left in them.
 */
vi.resetModules();

/** Storages that this file has used. Node.js 20 asks each about every promise, also once nothing refers to it. */
const storages = new Set<AsyncLocalStorage<unknown>>();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function noted(
  this: AsyncLocalStorage<unknown>,
  ...call: Parameters<typeof run>
) {
  storages.add(this);
  return run.apply(this, call);
} as typeof run;

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  AsyncLocalStorage.prototype.run = run;
  for (const storage of storages) storage.disable();
});
