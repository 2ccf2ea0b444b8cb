type Aggregate = (sorted: readonly number[]) => number;

const sum: Aggregate = (values) => values.reduce((total, value) => total + value, 0);

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => values[0] ?? 0,
  Maximum: (values) => values.at(-1) ?? 0,
  SampleCount: (values) => values.length,
};

/**
 * A statistic of CloudWatch over the values of one period: Sum, Average, Minimum, Maximum, SampleCount or a
 * percentile such as `p99` or `p99.9`, interpolated between the two nearest values.
 * @returns undefined for no values.
 * @throws Error for a statistic that is not known here.
 */
export function statistic(values: readonly number[], name: string): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) {
    checkStatistic(name);
    return undefined;
  }
  const aggregate = AGGREGATES[name];
  if (aggregate) return aggregate(sorted);
  return percentile(sorted, percentOf(name));
}

/** @throws Error for a statistic that is not known here. */
export function checkStatistic(name: string): void {
  if (!AGGREGATES[name]) percentOf(name);
}

function percentOf(name: string): number {
  const percent = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name)?.[1];
  if (percent === undefined) {
    throw new Error(
      `the statistic "${name}" is not emulated; use ${Object.keys(AGGREGATES).join(', ')} or pNN`,
    );
  }
  return Number(percent);
}

function percentile(sorted: readonly number[], percent: number): number {
  const position = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (above - below) * (position - Math.floor(position));
}
