import { columnsOf, headline, type Series } from '../dashboard/series.ts';
import { formatNumber, formatTime } from '../text/format.ts';

interface SeriesTableProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly now: number;
}

/** One value per series as a table: what a widget says about the whole time. */
export const TotalsTable = ({ title, series }: Pick<SeriesTableProps, 'title' | 'series'>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
  <section className="scrolls" aria-label={`${title}, values`} tabIndex={0}>
    <table className="totals">
      <tbody>
        {series.map((one) => (
          <tr key={one.label}>
            <th scope="row">{one.label}</th>
            <td>{formatNumber(headline(one))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** The values of a chart as a table, newest first: what a chart says without being seen. */
export function SeriesTable({ title, series, now }: SeriesTableProps) {
  const [times, ...columns] = columnsOf(series);
  const rows = times.map((time, index) => ({ time: time * 1000, values: columns.map((one) => one[index]) }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="scrolls" aria-label={`${title}, values`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {series.map(({ label }) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(({ time, values }) => (
            <tr key={time}>
              <th scope="row">{formatTime(time, now)}</th>
              {values.map((value, index) => (
                <td key={series[index]?.label}>
                  {value === null || value === undefined ? '' : formatNumber(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
