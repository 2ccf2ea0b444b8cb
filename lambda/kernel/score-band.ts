/** Lower ends of the bands in percent but for 0: the thresholds that policies start with, and half. */
export const SCORE_BAND_ENDS = [99, 95, 90, 80, 50] as const;

/**
 * Returns the band of a score, such as `95 to 99`, for a metric: a metric is a line in the log of the call
 * that measured it, where the request leads to the person, so it has no score (ADR 21).
 */
export function scoreBand(percent: number): string {
  const index = SCORE_BAND_ENDS.findIndex((end) => percent >= end);
  const lower = index < 0 ? 0 : (SCORE_BAND_ENDS[index] ?? 0);
  const upper = (index < 0 ? SCORE_BAND_ENDS.at(-1) : SCORE_BAND_ENDS[index - 1]) ?? 100;
  return `${lower} to ${upper}`;
}
