import type { CSSProperties } from 'react';
import { AlarmStates } from '../alarms/alarm-states.tsx';
import { readBands } from '../charts/bands.ts';
import type { FilledDashboard, OpsData } from '../data/use-ops-data.ts';
import { MarkdownText } from '../text/markdown-text.tsx';
import { MetricView } from './metric-view.tsx';
import type { Series } from './series.ts';
import type { MetricWidget, Widget } from './widget.ts';

interface DashboardGridProps {
  readonly dashboard: FilledDashboard;
  readonly data: OpsData;
}

/** The widgets of a dashboard where CloudWatch places them; below each other where there is no room. */
export function DashboardGrid({ dashboard, data }: DashboardGridProps) {
  return (
    <div className="grid">
      {dashboard.widgets.map((widget, index) => {
        const series = dashboard.series.get(index) ?? [];
        const isEmpty = widget.type === 'metric' && series.length === 0;
        return (
          <section
            key={`${widget.x} ${widget.y}`}
            className={`widget ${widget.type}${isEmpty ? ' is-empty' : ''}${isFlat(widget) ? ' flat' : ''}`}
            style={placeOf(widget)}
          >
            <WidgetView widget={widget} series={series} data={data} />
          </section>
        );
      })}
    </div>
  );
}

/** Whether a widget is as high as its text where the grid does not say how high it is. */
const isFlat = (widget: Widget): boolean =>
  widget.type === 'metric' && (widget.view === 'singleValue' || isList(widget));

const isList = ({ view, rows }: MetricWidget): boolean =>
  view === 'bar' && !readBands(rows.map(({ options }) => options.label ?? ''));

const placeOf = ({ x, y, width, height }: Widget) =>
  ({ '--x': x + 1, '--y': y + 1, '--width': width, '--height': height }) as CSSProperties;

interface WidgetViewProps {
  readonly widget: Widget;
  readonly series: readonly Series[];
  readonly data: OpsData;
}

function WidgetView({ widget, series, data: { alarms, readAt, seconds } }: WidgetViewProps) {
  switch (widget.type) {
    case 'text':
      return <MarkdownText markdown={widget.markdown} />;
    case 'alarm':
      return (
        <>
          <h3>{widget.title}</h3>
          <AlarmStates alarms={alarms.filter(({ arn }) => widget.alarms.includes(arn))} />
        </>
      );
    case 'metric':
      return <MetricView widget={widget} series={series} from={readAt - seconds * 1000} to={readAt} />;
    default:
      return (
        <>
          <h3>{widget.title}</h3>
          <p className="empty">A widget of the type "{widget.kind}" is shown in CloudWatch only.</p>
        </>
      );
  }
}
