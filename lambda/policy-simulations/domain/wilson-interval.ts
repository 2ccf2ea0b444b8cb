/** Quantile of the normal distribution that leaves 2.5 % on either side. */
const Z_95 = 1.959963984540054;

/** A share in percent, and the interval that holds the true one with a confidence of 95 %. */
export interface EstimatedShare {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Estimates a share from a sample by the score interval of E. B. Wilson (1927), which also holds for a few
 * trials and for shares near zero, where most error rates are.
 * @param hits at most `trials`
 * @param trials more than 0
 */
export function wilsonInterval(hits: number, trials: number): EstimatedShare {
  const share = hits / trials;
  const weight = Z_95 ** 2 / trials;
  const center = (share + weight / 2) / (1 + weight);
  const half = (Z_95 / (1 + weight)) * Math.sqrt((share * (1 - share)) / trials + weight / (4 * trials));
  return {
    value: toPercent(share),
    // exactly there, although the roots are rounded
    low: hits === 0 ? 0 : toPercent(center - half),
    high: hits === trials ? 100 : toPercent(center + half),
  };
}

/** Thousandths of a percent: an error rate of 1 in 100,000 is still seen. */
const toPercent = (share: number): number => Math.round(share * 100_000) / 1_000;
