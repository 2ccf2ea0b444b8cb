/** A limit of the policy, drawn into a histogram. */
export interface Limit {
  readonly name: string;
  readonly value: number;
  /** Where it is from left to right, from 0 to 1. */
  readonly position: number;
}

export interface Band {
  /** Its ends, such as `95 to 99`. */
  readonly name: string;
  /** Whether all of it is below every limit. */
  readonly isBelow: boolean;
}

export interface Bands {
  readonly bands: readonly Band[];
  readonly limits: readonly Limit[];
}

/**
 * Reads labels such as `80 to 90` and `95 to 99, limit 95`, which the bars of a histogram have, from left to
 * right.
 * @returns undefined for other labels
 */
export function readBands(labels: readonly string[]): Bands | undefined {
  const read = labels.map((label) => /^((\d+) to (\d+))((?:, \D+ [\d.]+)*)$/.exec(label));
  const limits: Limit[] = [];
  for (const [index, [, , lower, upper, inside = ''] = []] of read.map((one) => one ?? []).entries()) {
    const [from, to] = [Number(lower), Number(upper)];
    for (const [, name = '', value] of inside.matchAll(/, (\D+) ([\d.]+)/g)) {
      const position = (index + (Number(value) - from) / (to - from)) / labels.length;
      limits.push({ name, value: Number(value), position });
    }
  }
  if (read.length === 0 || read.includes(null)) return undefined;
  const lowest = Math.min(...limits.map(({ value }) => value));
  const bands = read.map((one) => ({ name: one?.[1] ?? '', isBelow: Number(one?.[3]) <= lowest }));
  return { bands, limits };
}
