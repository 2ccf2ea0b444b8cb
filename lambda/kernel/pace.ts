/** How fast some work goes. */
export interface Pace {
  /** Since the start, rounded to hundredths; 0 before anything is done. */
  readonly perSecond: number;
  /** Undefined where nobody can tell yet. */
  readonly secondsLeft?: number;
}

/** The pace of work of which `done` of `total` were done from `startedAt` to `until`, times in milliseconds. */
export function paceOf(done: number, total: number, startedAt: number, until: number): Pace {
  const seconds = (until - startedAt) / 1000;
  const rate = seconds > 0 ? done / seconds : 0;
  const left = Math.max(0, total - done);
  return {
    perSecond: Math.round(rate * 100) / 100,
    ...(rate > 0 ? { secondsLeft: Math.ceil(left / rate) } : {}),
  };
}
