import type { Clock } from '../../src/types.ts';

/** A clock that stands still until it is moved. */
export function aClock(
  start = Date.parse('2026-01-01T00:00:00Z'),
): Clock & { readonly advance: (ms: number) => void } {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}
