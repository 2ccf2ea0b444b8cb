/** Progress rate of some work. */
export interface Pace {
  /** Items per second since the start, rounded to hundredths; 0 before the first item. */
  readonly perSecond: number;
  /** Undefined before the first item. */
  readonly secondsLeft?: number;
}

/** Calculates the pace of work with `done` of `total` items from `startedAt` to `until` (milliseconds). */
export function paceOf(done: number, total: number, startedAt: number, until: number): Pace {
  const seconds = (until - startedAt) / 1000;
  const rate = seconds > 0 ? done / seconds : 0;
  const left = Math.max(0, total - done);
  return {
    perSecond: Math.round(rate * 100) / 100,
    ...(rate > 0 ? { secondsLeft: Math.ceil(left / rate) } : {}),
  };
}
