import { headline, type Series } from '../dashboard/series.ts';
import { formatNumber, formatShare } from '../text/format.ts';

interface BarsProps {
  readonly series: readonly Series[];
  /** Whether each is a step after the one before, so that its share of the first one tells. */
  readonly areSteps: boolean;
}

/** One bar per series, the longest as wide as the widget. */
export function Bars({ series, areSteps }: BarsProps) {
  const values = series.map(headline);
  const most = Math.max(...values, 0);
  return (
    <ul className="bars">
      {series.map(({ label, color }, index) => {
        const value = values[index] ?? 0;
        return (
          <li key={label}>
            <span className="bar-label">{label}</span>
            <span className="bar-value">
              {formatNumber(value)}
              {areSteps ? <small> {formatShare(value, values[0] ?? 0)}</small> : null}
            </span>
            <span className="bar-track" aria-hidden="true">
              <span
                className="bar"
                style={{
                  width: `${most === 0 ? 0 : (value / most) * 100}%`,
                  background: color ?? 'var(--series-1)',
                }}
              />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
