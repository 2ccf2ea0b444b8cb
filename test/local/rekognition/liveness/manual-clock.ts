import type { Clock } from '../../../../local/rekognition/types.ts';

export interface ManualClock extends Clock {
  /** Moves time and wakes who has slept long enough. */
  advance(ms: number): void;
  /** Resolves when somebody lies down to sleep for exactly so long. */
  asleepFor(ms: number): Promise<void>;
}

export function aManualClock(startMs = Date.parse('2026-03-01T12:00:00Z')): ManualClock {
  let now = startMs;
  let watchers: { readonly ms: number; readonly tell: () => void }[] = [];
  let sleepers: { readonly wakeAt: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        sleepers.push({ wakeAt: now + ms, wake: resolve });
        for (const { tell } of watchers.filter((watcher) => watcher.ms === ms)) tell();
        watchers = watchers.filter((watcher) => watcher.ms !== ms);
      }),
    asleepFor: (ms) => new Promise((tell) => watchers.push({ ms, tell })),
    advance: (ms) => {
      now += ms;
      const due = sleepers.filter(({ wakeAt }) => wakeAt <= now);
      sleepers = sleepers.filter(({ wakeAt }) => wakeAt > now);
      for (const { wake } of due) wake();
    },
  };
}
