/** Comparisons of one registration: each search compares with every face. */
export interface Gallery {
  /** Enrolled faces that a search compares with. */
  readonly faces: number;
  /** Searches of a registration: 2 if the portrait of the document is searched as well as the selfie. */
  readonly searches: number;
}

/** Largest share of newcomers who may meet a false duplicate (NIST SP 800-63A-4, 3.11): 1 in 1,000. */
export const MAX_FALSE_POSITIVE_IDENTIFICATION_RATE = 1 / 1_000;

/**
 * Calculates the false-positive identification rate (FPIR): the share of newcomers, enrolled nowhere, for
 * whom at least one comparison is a false match. Comparisons count as independent: `1 - (1 - FMR)^N`. As
 * written, this loses every digit of a rate below 1e-16, hence the logarithms.
 * @param falseMatchRate share of comparisons of two different people that match
 * @throws RangeError for a gallery or rate that cannot be
 */
export const falsePositiveIdentificationRate = (falseMatchRate: number, gallery: Gallery): number =>
  -Math.expm1(comparisons(gallery) * Math.log1p(-shareOf('falseMatchRate', falseMatchRate)));

/**
 * Calculates the false-match rate that keeps the false-positive identification rate of a gallery: the inverse
 * of {@link falsePositiveIdentificationRate}.
 * @throws RangeError for a gallery or rate that cannot be
 */
export const falseMatchRateFor = (identificationRate: number, gallery: Gallery): number =>
  -Math.expm1(Math.log1p(-shareOf('identificationRate', identificationRate)) / comparisons(gallery));

function comparisons({ faces, searches }: Gallery): number {
  for (const [name, value] of Object.entries({ faces, searches }))
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${name} must be more than 0, but is ${value}`);
  return faces * searches;
}

function shareOf(name: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new RangeError(`${name} must be at least 0 and less than 1, but is ${value}`);
}
