import * as z from 'zod/mini';
import { type MetricRow, readMetricRows } from './metric-rows.ts';

/** Columns of the grid on which CloudWatch places widgets. */
export const GRID_COLUMNS = 24;

const place = z.object({
  x: z._default(z.number(), 0),
  y: z._default(z.number(), 0),
  width: z._default(z.number(), 6),
  height: z._default(z.number(), 6),
});

const axis = z.optional(
  z.object({
    label: z.optional(z.string()),
    min: z.optional(z.number()),
    max: z.optional(z.number()),
  }),
);

/** A line over the chart; two in an array are the ends of a band. */
const annotation = z.object({
  value: z.number(),
  label: z.optional(z.string()),
  color: z.optional(z.string()),
  yAxis: z._default(z.enum(['left', 'right']), 'left'),
});

const annotations = z.object({
  horizontal: z._default(z.array(z.union([annotation, z.array(annotation)])), []),
});

const views = z.enum(['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table']);

const metricProperties = z.object({
  view: z._default(views, 'timeSeries'),
  title: z._default(z.string(), ''),
  metrics: z._default(z.array(z.array(z.unknown())), []),
  stat: z._default(z.string(), 'Average'),
  period: z._default(z.number(), 300),
  setPeriodToTimeRange: z._default(z.boolean(), false),
  yAxis: z._default(z.object({ left: axis, right: axis }), {}),
  annotations: z._default(annotations, { horizontal: [] }),
});

const text = z.object({ markdown: z.string() });
const alarms = z.object({ title: z._default(z.string(), 'Alarms'), alarms: z.array(z.string()) });
const titled = z.object({ title: z._default(z.string(), '') });

type Place = z.infer<typeof place>;
type Annotation = z.infer<typeof annotation>;

export interface TextWidget extends Place {
  readonly type: 'text';
  readonly markdown: string;
}

export interface MetricWidget extends Place {
  readonly type: 'metric';
  readonly title: string;
  readonly view: z.infer<typeof views>;
  readonly rows: readonly MetricRow[];
  readonly stat: string;
  /** Seconds. */
  readonly period: number;
  /** Whether there is one value for the whole time, in place of one per period. */
  readonly isOneValue: boolean;
  readonly yAxis: z.infer<typeof metricProperties>['yAxis'];
  readonly lines: readonly Annotation[];
}

/** State of some alarms, by their ARNs. */
export interface AlarmWidget extends Place {
  readonly type: 'alarm';
  readonly title: string;
  readonly alarms: readonly string[];
}

/** A widget that only CloudWatch draws, such as a query of logs. */
export interface ForeignWidget extends Place {
  readonly type: 'foreign';
  readonly title: string;
  readonly kind: string;
}

export type Widget = TextWidget | MetricWidget | AlarmWidget | ForeignWidget;

export interface Dashboard {
  readonly name: string;
  readonly widgets: readonly Widget[];
}

const dashboardBody = z.object({
  widgets: z.array(z.looseObject({ type: z.string(), properties: z.unknown() })),
});

/**
 * Reads the body of a dashboard as GetDashboard returns it, in reading order.
 * @throws Error if a widget has not the form that CloudWatch documents
 */
export function readDashboard(name: string, body: unknown): Dashboard {
  const { widgets } = dashboardBody.parse(body);
  return {
    name,
    widgets: widgets.map(readWidget).toSorted((one, other) => one.y - other.y || one.x - other.x),
  };
}

function readWidget(widget: { readonly type: string; readonly properties: unknown }): Widget {
  const at = place.parse(widget);
  switch (widget.type) {
    case 'text':
      return { type: 'text', ...at, ...text.parse(widget.properties) };
    case 'alarm':
      return { type: 'alarm', ...at, ...alarms.parse(widget.properties) };
    case 'metric':
      return { type: 'metric', ...at, ...readMetrics(metricProperties.parse(widget.properties)) };
    default:
      return { type: 'foreign', ...at, ...titled.parse(widget.properties ?? {}), kind: widget.type };
  }
}

function readMetrics(properties: z.infer<typeof metricProperties>) {
  const { title, view, metrics, stat, period, setPeriodToTimeRange, yAxis } = properties;
  const lines = properties.annotations.horizontal.flat();
  return {
    ...{ title, view, stat, period, yAxis, lines },
    rows: readMetricRows(metrics),
    isOneValue: setPeriodToTimeRange && view !== 'timeSeries',
  };
}
