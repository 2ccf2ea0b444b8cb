import { describe, expect, it } from 'vitest';
import { columnsOf, headline, type Series, seriesByWidget } from '../../../src/ops/dashboard/series.ts';
import { readDashboard } from '../../../src/ops/dashboard/widget.ts';

const dashboard = readDashboard('d', {
  widgets: [
    { type: 'text', properties: { markdown: 'a' } },
    {
      type: 'metric',
      y: 1,
      properties: {
        metrics: [
          ['N', 'A', { color: '#123456' }],
          [{ expression: `SEARCH('{N} MetricName="B"', 'p50', 300)`, yAxis: 'right' }],
          [{ expression: `SEARCH('{N} MetricName="B"', 'p95', 300)`, yAxis: 'right' }],
        ],
      },
    },
  ],
});

const aSeries = (values: Partial<Series>): Series => ({
  label: 'a',
  stat: 'Sum',
  axis: 'left',
  color: undefined,
  times: [],
  values: [],
  ...values,
});

describe('the series of a widget', () => {
  it('are its results in the order of its rows, with the look of each', () => {
    const one = { label: 'x', times: [1000], values: [3] };
    const found = seriesByWidget(dashboard, [
      { id: 'w1_2', ...one },
      { id: 'w1_1', ...one },
      { id: 'w1_0', label: 'A', times: [1000], values: [2] },
    ]);
    expect([...found.keys()]).toEqual([1]);
    expect(found.get(1)?.map(({ label, axis, color, stat }) => [label, axis, color, stat])).toEqual([
      ['A', 'left', '#123456', 'Average'],
      ['x p50', 'right', undefined, 'p50'],
      ['x p95', 'right', undefined, 'p95'],
    ]);
  });

  it('are none where there is no value, or no such widget', () => {
    const none = { label: 'x', times: [], values: [] };
    expect(
      seriesByWidget(dashboard, [
        { id: 'w1_0', ...none },
        { id: 'w7_0', label: 'x', times: [1], values: [1] },
      ]).size,
    ).toBe(0);
  });

  it('have zero for what a widget of one value names, once it has any value', () => {
    const metrics = [
      ['N', 'A', 'Step', 'one', { label: 'One' }],
      ['N', 'A', 'Step', 'two', { label: 'Two' }],
      ['N', 'A', 'Step', 'two', { label: 'Two, average', stat: 'Average' }],
    ];
    const properties = { view: 'bar', setPeriodToTimeRange: true, stat: 'Sum', metrics };
    const steps = readDashboard('d', { widgets: [{ type: 'metric', properties }] });
    const found = seriesByWidget(steps, [{ id: 'w0_0', label: 'One', times: [1000], values: [2] }]);
    expect(found.get(0)?.map((one) => [one.label, headline(one)])).toEqual([
      ['One', 2],
      ['Two', 0],
    ]);
    expect(seriesByWidget(steps, []).size).toBe(0);
  });

  it('have the total of what is counted as their number, else the latest value', () => {
    expect(headline(aSeries({ values: [1, 2] }))).toBe(3);
    expect(headline(aSeries({ stat: 'p95', values: [1, 2] }))).toBe(2);
    expect(headline(aSeries({ stat: 'p95' }))).toBe(0);
  });

  it('are columns over the times of all', () => {
    expect(
      columnsOf([
        aSeries({ times: [2000, 3000], values: [1, 2] }),
        aSeries({ times: [1000, 3000], values: [7, 8] }),
      ]),
    ).toEqual([
      [1, 2, 3],
      [null, 1, 2],
      [7, null, 8],
    ]);
  });
});
