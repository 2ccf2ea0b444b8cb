import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../lambda/kernel/metrics.ts';
import { shownAlarm } from '../../web/src/ops/alarms/alarm.ts';
import { readBands } from '../../web/src/ops/charts/bands.ts';
import { requestsOf } from '../../web/src/ops/dashboard/queries.ts';
import { readDashboard } from '../../web/src/ops/dashboard/widget.ts';
import { readMarkdown } from '../../web/src/ops/text/markdown.ts';
import { aStage, type Synthesized, synthesize, withSecondRegion } from '../support/synthesize.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const HEADINGS = new Set(
  readMarkdown(runbook).flatMap((block) => (block.kind === 'heading' ? [block.anchor] : [])),
);
const DAY_S = 86_400;

/** Body of a dashboard, with a name in place of what CloudFormation resolves. */
const bodyOf = (joined: { readonly 'Fn::Join': readonly [string, readonly unknown[]] }): unknown =>
  JSON.parse(joined['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'resolved')).join(''));

const dashboardsOf = (app: Synthesized) =>
  app
    .of('AWS::CloudWatch::Dashboard')
    .map(({ logicalId, properties }) => readDashboard(logicalId, bodyOf(properties.DashboardBody)));

const TIMES = Object.entries(METRICS).flatMap(([name, { unit }]) => (unit === 'Milliseconds' ? [name] : []));
/** Whether metrics of a widget are times. Those of API Gateway are called Latency. */
const isOfTimes = (rows: string): boolean =>
  [...TIMES, 'Latency'].some((name) => new RegExp(`\\b${name}\\b`).test(rows));

describe.each([
  ['local', aStage('local')],
  ['prod', aStage('prod')],
  ['prod, with a second region', withSecondRegion('prod')],
])('the operations page understands the templates of stage %s:', (_stage, config) => {
  it('every widget of the dashboards', () => {
    const widgets = dashboardsOf(synthesize(config)).flatMap((dashboard) => dashboard.widgets);
    expect(widgets.length).toBeGreaterThan(60);
    for (const widget of widgets) {
      expect(widget.type, JSON.stringify(widget)).not.toBe('foreign');
      if (widget.type === 'metric') expect(widget.rows.length, widget.title).toBeGreaterThan(0);
    }
  });

  it('the histograms of scores, with the limits of the policy', () => {
    const widgets = dashboardsOf(synthesize(config)).flatMap((dashboard) => dashboard.widgets);
    const histograms = widgets.flatMap((widget) =>
      widget.type === 'metric'
        ? (readBands(widget.rows.map(({ options }) => options.label ?? '')) ?? [])
        : [],
    );
    const limitsOf = histograms.map(({ limits }) => limits.map(({ name, value }) => [name, value]));
    const { match_thresholds: match, stateless_face_model_version: version, liveness } = config.policy;
    expect(limitsOf).toEqual([
      [
        ['limit', match[version]?.regular],
        ['sensitive', match[version]?.sensitive],
      ],
      [['limit', liveness.min_confidence]],
    ]);
  });

  it('the unit of every time, which its values do not name', () => {
    const widgets = dashboardsOf(synthesize(config)).flatMap((dashboard) => dashboard.widgets);
    const times = widgets.flatMap((widget) =>
      widget.type === 'metric' && isOfTimes(JSON.stringify(widget.rows)) ? [widget.title] : [],
    );
    expect(times.length).toBeGreaterThan(9);
    expect(times.filter((title) => !/ in ms$/.test(title))).toEqual([]);
  });

  it('every line of a chart, by few calls', () => {
    for (const dashboard of dashboardsOf(synthesize(config))) {
      const requests = requestsOf(dashboard, { end: Date.now(), seconds: DAY_S });
      expect(requests.length).toBeLessThan(5);
      for (const { Id, Expression = '', MetricStat } of requests.flatMap(({ queries }) => queries))
        expect(Expression !== '' || MetricStat?.Metric.Namespace, Id).toBeTruthy();
    }
  });

  it('every alarm, with its heading in the runbook', () => {
    const alarms = synthesize(config).of('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(40);
    for (const { logicalId: name, properties } of alarms) {
      const description = properties.AlarmDescription;
      const { title, why, anchor } = shownAlarm({
        ...{ name, arn: name, description, state: 'OK', reason: '', since: 0 },
      });
      expect(title, description).not.toBe(name);
      expect(why, description).not.toContain('Runbook');
      expect(HEADINGS, description).toContain(anchor);
    }
  });
});
