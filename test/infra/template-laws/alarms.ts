import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { METRICS, metricNamespace } from '../../../lambda/kernel/metrics.ts';
import { takeoverSignal } from '../../../lambda/kernel/takeover-signal.ts';
import type { StageTemplates } from '../../support/stage-templates.ts';

interface MetricStat {
  readonly Metric: unknown;
  readonly Period: number;
}

/** Laws of alarms and the dashboard. */
export function lawsOfAlarms({ config, app }: StageTemplates): void {
  it('every alarm has a reason and a heading in the runbook, and every heading there an alarm', () => {
    const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
    const headings = [...runbook.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    const alarms = app
      .of('AWS::CloudWatch::Alarm')
      .map(({ properties }) => properties.AlarmDescription as string);
    for (const description of alarms)
      expect(description).toMatch(/^[^:]+: .{40,} Runbook: docs\/runbook\.md#[a-z-]+$/);
    // the stacks watch their own schedules, under one heading
    const names = [...new Set(alarms.map((description) => description.split(':')[0]))];
    expect(headings).toEqual(expect.arrayContaining(names));
    // every alarm that can be is there where a second region is, or users sign in by face
    const ofFaces = 'Sign-ins by face failing';
    if (config.secondRegion) expect([...names, ofFaces].sort()).toEqual([...headings].sort());
    expect(names.includes(ofFaces)).toBe(config.tenants.some(({ faceLogin }) => faceLogin !== 'off'));
  });

  it('an alarm adds up the suspected takeovers of every signal', () => {
    const of = app
      .of('AWS::CloudWatch::Alarm')
      .find(({ properties }) => properties.AlarmDescription.startsWith('Takeovers suspected:'));
    const { Metrics = [], Threshold } = of?.properties ?? {};
    const summed = Metrics.flatMap((one: { MetricStat?: MetricStat }) => one.MetricStat ?? []);
    expect(summed.map(({ Metric }: MetricStat) => Metric)).toEqual(
      takeoverSignal.options.map((Value) => ({
        Namespace: metricNamespace(config.stage),
        MetricName: 'TakeoverSuspected',
        Dimensions: [{ Name: 'Signal', Value }],
      })),
    );
    expect(summed.map(({ Period }: MetricStat) => Period)).toEqual(summed.map(() => 3600));
    expect(Threshold).toBe(3);
  });

  it('every own metric of alarms and dashboard is in the catalogue, with its dimensions', () => {
    for (const { properties } of app.of('AWS::CloudWatch::Alarm')) {
      const metrics = [
        properties,
        ...(properties.Metrics ?? []).map((m: { MetricStat?: { Metric: unknown } }) => m.MetricStat?.Metric),
      ];
      for (const metric of metrics) {
        if (metric?.Namespace !== metricNamespace(config.stage)) continue;
        const names = (metric.Dimensions ?? []).map((dimension: { Name: string }) => dimension.Name);
        expect(names).toEqual([...METRICS[metric.MetricName as keyof typeof METRICS].dimensions]);
      }
    }
    const body = JSON.stringify(app.of('AWS::CloudWatch::Dashboard')[0]?.properties.DashboardBody);
    const searched = [...body.matchAll(/MetricName=\\+"(\w+)/g)].map((match) => match[1]);
    expect(searched.length).toBeGreaterThan(10);
    for (const name of searched) expect(Object.keys(METRICS)).toContain(name);
  });
}
