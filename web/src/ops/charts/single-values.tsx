import type { Series } from '../dashboard/series.ts';
import { formatNumber } from '../text/format.ts';

/** The latest value of each series, as a number. */
export function SingleValues({ series }: { readonly series: readonly Series[] }) {
  return (
    <dl className="single-values">
      {series.map(({ label, values }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{formatNumber(values.at(-1) ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}
