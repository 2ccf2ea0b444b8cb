import { headline, type Series } from '../dashboard/series.ts';
import { formatNumber } from '../text/format.ts';
import type { Bands } from './bands.ts';

interface HistogramProps {
  readonly bands: Bands;
  /** One per band. */
  readonly series: readonly Series[];
}

/** Counts by band of a score, with the limits of the policy as lines. */
export function Histogram({ bands: { bands, limits }, series }: HistogramProps) {
  const counts = series.map(headline);
  const most = Math.max(...counts, 1);
  return (
    <div className="histogram" aria-hidden="true">
      {limits.map(({ name, value, position }, index) => (
        <span
          key={name}
          className="limit"
          style={{ left: `${position * 100}%`, paddingTop: `${index * 1.3}em` }}
        >
          <span>
            {name} {value}
          </span>
        </span>
      ))}
      {bands.map(({ name, isBelow }, index) => {
        const count = counts[index] ?? 0;
        return (
          <div key={name} className={isBelow ? 'band below' : 'band'}>
            <span className="stack">
              <b>{formatNumber(count)}</b>
              <span className="bar" style={{ height: `${(count / most) * 100}%` }} />
            </span>
            <span className="band-name">{name}</span>
          </div>
        );
      })}
    </div>
  );
}
