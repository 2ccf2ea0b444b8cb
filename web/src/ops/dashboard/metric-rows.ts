import * as z from 'zod/mini';

/** Options at the end of a row; what a chart cannot show is left out. */
const rowOptions = z.object({
  expression: z.optional(z.string()),
  id: z.optional(z.string()),
  label: z.optional(z.string()),
  stat: z.optional(z.string()),
  period: z.optional(z.number()),
  color: z.optional(z.string()),
  visible: z._default(z.boolean(), true),
  yAxis: z._default(z.enum(['left', 'right']), 'left'),
});

export type RowOptions = z.infer<typeof rowOptions>;

/** One line of a widget: a metric, or an expression over others. */
export interface MetricRow {
  readonly options: RowOptions;
  /** Absent for an expression. */
  readonly metric?: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  };
}

/** Stands for the same item of the row before. */
const SAME = '.';
/** Stands for as many items of the row before as are missing. */
const SAME_REST = '...';

/**
 * Reads the `metrics` array of a widget: `[namespace, name, dimension, value, ..., {options}]` or
 * `[{expression, ...}]`, with the abbreviations of dashboard bodies.
 * @throws Error for a row that has another form
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function readMetricRows(rows: readonly (readonly unknown[])[]): MetricRow[] {
  let previous: readonly string[] = [];
  return rows.map((row) => {
    const last = row.at(-1);
    const hasOptions = typeof last === 'object' && last !== null;
    const options = rowOptions.parse(hasOptions ? last : {});
    const items = hasOptions ? row.slice(0, -1) : row;
    if (options.expression !== undefined && items.length === 0) return { options };
    previous = withoutAbbreviations(items, previous);
    const [namespace = '', name = '', ...pairs] = previous;
    if (namespace === '' || name === '' || pairs.length % 2 === 1)
      throw new Error(`not a metric of a dashboard: ${JSON.stringify(row)}`);
    const dimensions = pairs.flatMap((Name, index) =>
      index % 2 === 0 ? [{ Name, Value: pairs[index + 1] ?? '' }] : [],
    );
    return { options, metric: { namespace, name, dimensions } };
  });
}

function withoutAbbreviations(items: readonly unknown[], previous: readonly string[]): string[] {
  const full: string[] = [];
  for (const [index, item] of items.entries()) {
    if (typeof item !== 'string') throw new Error(`not an item of a metric: ${JSON.stringify(item)}`);
    const following = items.length - index - 1;
    if (item === SAME_REST) full.push(...previous.slice(full.length, previous.length - following));
    else full.push(item === SAME ? (previous[full.length] ?? '') : item);
  }
  return full;
}
