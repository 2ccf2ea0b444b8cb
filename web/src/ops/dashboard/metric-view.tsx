import { type ReactNode, useId, useState } from 'react';
import { readBands } from '../charts/bands.ts';
import { Bars } from '../charts/bars.tsx';
import { seriesColor } from '../charts/colors.ts';
import { Histogram } from '../charts/histogram.tsx';
import { SeriesTable, TotalsTable } from '../charts/series-table.tsx';
import { SingleValues } from '../charts/single-values.tsx';
import { TimeChart } from '../charts/time-chart.tsx';
import { formatNumber } from '../text/format.ts';
import { headline, type Series } from './series.ts';
import type { MetricWidget } from './widget.ts';

interface MetricViewProps {
  readonly widget: MetricWidget;
  readonly series: readonly Series[];
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** Series that a legend has room for. */
const LEGEND_ENTRIES = 6;

/** A widget of metrics: its chart, or its values as a table. */
export function MetricView({ widget, series, from, to }: MetricViewProps) {
  const [isTable, setTable] = useState(false);
  const id = useId();
  const isEmpty = series.length === 0;
  return (
    <>
      <header>
        <h3>{widget.title}</h3>
        {isEmpty ? null : (
          <button
            type="button"
            className="quiet"
            aria-expanded={isTable}
            aria-controls={id}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? 'Chart' : 'Table'}
            <span className="unseen"> of {widget.title}</span>
          </button>
        )}
      </header>
      <div className="content" id={id}>
        {isEmpty ? (
          <p className="empty">No values in this time</p>
        ) : isTable ? (
          tableOf(widget, series, to)
        ) : (
          chartOf(widget, series, from, to)
        )}
      </div>
    </>
  );
}

function chartOf(widget: MetricWidget, series: readonly Series[], from: number, to: number): ReactNode {
  switch (widget.view) {
    case 'timeSeries':
      return (
        <>
          <div className="chart" role="img" aria-label={inWords(widget, series)}>
            <TimeChart series={series} widget={widget} from={from} to={to} />
          </div>
          <Legend series={series} />
        </>
      );
    case 'singleValue':
    case 'gauge':
      return <SingleValues series={series} />;
    case 'table':
      return tableOf(widget, series, to);
    default:
      return barsOf(widget, series);
  }
}

const tableOf = (widget: MetricWidget, series: readonly Series[], now: number): ReactNode =>
  widget.isOneValue ? (
    <TotalsTable title={widget.title} series={series} />
  ) : (
    <SeriesTable title={widget.title} series={series} now={now} />
  );

/** Bands of a score are a histogram; what the widget names keeps its order; what a search found is ranked. */
function barsOf(widget: MetricWidget, series: readonly Series[]): ReactNode {
  const bands = readBands(series.map(({ label }) => label));
  if (bands)
    return (
      <div className="chart" role="img" aria-label={inWords(widget, series)}>
        <Histogram bands={bands} series={series} />
      </div>
    );
  const isFound = widget.rows.some(({ metric }) => !metric);
  const ranked = series.toSorted((one, other) => headline(other) - headline(one));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="scrolls" aria-label={widget.title} tabIndex={0}>
      <Bars series={isFound ? ranked : series} areSteps={!isFound} />
    </section>
  );
}

/** Says what a chart shows. */
const inWords = ({ title }: MetricWidget, series: readonly Series[]): string =>
  `${title}: ${series.map((one) => `${one.label} ${formatNumber(headline(one))}`).join(', ')}`;

/** The lines in their order, or the largest of many: what is left out is the least. */
function Legend({ series }: { readonly series: readonly Series[] }) {
  const further = series.length - LEGEND_ENTRIES;
  const lines = series.map((one, index) => ({ one, color: one.color ?? `var(${seriesColor(index)})` }));
  const shown = further > 0 ? lines.toSorted((a, b) => headline(b.one) - headline(a.one)) : lines;
  return (
    <ul className="legend" aria-hidden="true">
      {shown.slice(0, LEGEND_ENTRIES).map(({ one, color }) => (
        <li key={one.label} title={one.label}>
          <span className="key" style={{ background: color }} />
          <span className="name">{one.label}</span>
          <b>{formatNumber(headline(one))}</b>
        </li>
      ))}
      {further > 0 ? <li>{further} more in the table</li> : null}
    </ul>
  );
}
