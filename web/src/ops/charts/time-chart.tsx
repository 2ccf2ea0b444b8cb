import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { columnsOf, type Series } from '../dashboard/series.ts';
import type { MetricWidget } from '../dashboard/widget.ts';
import { formatNumber } from '../text/format.ts';
import { seriesColor } from './colors.ts';

interface TimeChartProps {
  readonly series: readonly Series[];
  readonly widget: Pick<MetricWidget, 'yAxis' | 'lines' | 'period'>;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

const FONT = '11px system-ui, sans-serif';
const AXIS_WIDTH = 48;
const AXIS_HEIGHT = 28;
const POINT_SIZE = 5;
/** A chart without a size of its own is not drawn; a smaller one could not be read. */
const MIN_HEIGHT = 80;

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');
const subscribeToTheme = (changed: () => void): (() => void) => {
  darkQuery.addEventListener('change', changed);
  return () => darkQuery.removeEventListener('change', changed);
};

/** Values over time as lines, drawn by uPlot. */
export function TimeChart({ series, widget, from, to }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const isDark = useSyncExternalStore(subscribeToTheme, () => darkQuery.matches);
  const shape = JSON.stringify([series.map(({ label, axis }) => [label, axis]), widget, isDark]);
  const latest = useRef({ series, widget, from, to });
  latest.current = { series, widget, from, to };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart is made again if its shape has changed
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(optionsOf(element, latest), columnsOf(latest.current.series), element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize(sizeOf(element)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [shape]);

  useEffect(() => {
    chart.current?.setData(columnsOf(series), false);
    chart.current?.setScale('x', { min: from / 1000, max: to / 1000 });
  }, [series, from, to]);

  return <div className="time-chart" ref={place} aria-hidden="true" />;
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({
  width: clientWidth,
  height: Math.max(MIN_HEIGHT, clientHeight),
});

function optionsOf(element: HTMLElement, latest: { readonly current: TimeChartProps }): uPlot.Options {
  const { series, widget, from, to } = latest.current;
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const axis = { font: FONT, stroke: color('--muted'), ticks: { show: false } };
  const grid = { stroke: color('--line'), width: 1 };
  const hasRight = series.some((one) => one.axis === 'right');
  return {
    ...sizeOf(element),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: true, min: from / 1000, max: to / 1000 },
      left: { range: rangeOf(widget.yAxis.left, linesOf(widget, 'left')) },
      ...(hasRight ? { right: { range: rangeOf(widget.yAxis.right, linesOf(widget, 'right')) } } : {}),
    },
    axes: [
      { ...axis, grid: { show: false }, size: AXIS_HEIGHT, space: 60, values: clockTimes },
      { ...axis, grid, scale: 'left', size: AXIS_WIDTH, values: numbers },
      ...(hasRight
        ? [
            {
              ...axis,
              grid: { show: false },
              scale: 'right',
              side: 1 as const,
              size: AXIS_WIDTH,
              values: numbers,
            },
          ]
        : []),
    ],
    series: [
      {},
      ...series.map((one, index) => ({
        label: one.label,
        scale: one.axis,
        stroke: one.color ?? color(seriesColor(index)),
        width: 2,
        points: { show: true, size: POINT_SIZE },
      })),
    ],
    hooks: { draw: [(chart) => drawLines(chart, latest.current.widget, color('--line-strong'))] },
  };
}

const clockTimes = (_chart: uPlot, times: number[]): string[] =>
  times.map((time) => new Date(time * 1000).toTimeString().slice(0, '12:34'.length));

const numbers = (_chart: uPlot, values: number[]): string[] => values.map(formatNumber);

const linesOf = ({ lines }: TimeChartProps['widget'], axis: 'left' | 'right') =>
  lines.filter(({ yAxis }) => yAxis === axis).map(({ value }) => value);

/** From zero, so that two charts compare, and with each annotation in sight. */
const rangeOf =
  (axis: { min?: number | undefined; max?: number | undefined } | undefined, lines: readonly number[]) =>
  (_chart: uPlot, min: number | null, max: number | null): [number, number] => {
    const top = Math.max(max ?? 0, ...lines);
    const bottom = Math.min(0, min ?? 0, ...lines);
    const [low, high] = uPlot.rangeNum(bottom, top > bottom ? top : bottom + 1, 0.1, true);
    return [axis?.min ?? (bottom === 0 ? 0 : (low ?? bottom)), axis?.max ?? high ?? top];
  };

/** Draws the horizontal annotations. */
function drawLines(chart: uPlot, { lines }: TimeChartProps['widget'], stroke: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.setLineDash([6, 4]);
  ctx.font = FONT;
  for (const { value, label = '', color = stroke, yAxis } of lines) {
    const y = Math.round(chart.valToPos(value, yAxis, true));
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(label, bbox.left + 4, y - 4);
  }
  ctx.restore();
}
