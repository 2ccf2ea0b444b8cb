/** Lower ends of the bands in percent: the thresholds that policies start with, and half. */
const LOWER_ENDS = [99, 95, 90, 80, 50] as const;

/**
 * Returns the band of a score, such as `95 to 99`, for a metric: a metric is a line in the log of the call
 * that measured it, where the request leads to the person, so it has no score (ADR 21).
 */
export function scoreBand(percent: number): string {
  const index = LOWER_ENDS.findIndex((end) => percent >= end);
  const lower = index < 0 ? 0 : (LOWER_ENDS[index] ?? 0);
  const upper = (index < 0 ? LOWER_ENDS.at(-1) : LOWER_ENDS[index - 1]) ?? 100;
  return `${lower} to ${upper}`;
}
