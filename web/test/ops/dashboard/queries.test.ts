import { describe, expect, it } from 'vitest';
import { renameIds, requestsOf } from '../../../src/ops/dashboard/queries.ts';
import { readDashboard } from '../../../src/ops/dashboard/widget.ts';

const HOUR_S = 3600;
const END = Date.UTC(2026, 0, 15, 12, 2, 30);
const at = (hours: number, minutes: number) => Date.UTC(2026, 0, 15, hours, minutes);

const aDashboard = (...properties: object[]) =>
  readDashboard('d', { widgets: properties.map((one) => ({ type: 'metric', properties: one })) });

const requests = (...properties: object[]) =>
  requestsOf(aDashboard(...properties), { end: END, seconds: 3 * HOUR_S });

describe('the queries of a dashboard', () => {
  it('of one period are one call, over whole periods of the clock', () => {
    const found = requests(
      { metrics: [['N', 'A']], stat: 'Sum' },
      { metrics: [['N', 'B', { stat: 'p95' }]] },
    );
    expect(found).toEqual([
      {
        start: at(9, 5),
        end: at(12, 5),
        queries: [
          {
            Id: 'w0_0',
            ReturnData: true,
            MetricStat: {
              Metric: { Namespace: 'N', MetricName: 'A', Dimensions: [] },
              Period: 300,
              Stat: 'Sum',
            },
          },
          expect.objectContaining({ Id: 'w1_0', MetricStat: expect.objectContaining({ Stat: 'p95' }) }),
        ],
      },
    ]);
  });

  it('of a longer period than the time that is shown go back one period', () => {
    const [request] = requests({ metrics: [['N', 'A']], period: 24 * HOUR_S });
    expect(request).toMatchObject({ start: at(0, 0), end: at(24, 0) });
  });

  it('of one value ask for one period that is the whole time, searches too', () => {
    const [request] = requests({
      view: 'bar',
      setPeriodToTimeRange: true,
      metrics: [[{ expression: `SEARCH('{N,X} MetricName="A"', 'Sum', 300)` }]],
    });
    expect(request).toMatchObject({ start: at(9, 3), end: at(12, 3) });
    expect(request?.queries[0]).toMatchObject({
      Expression: `SEARCH('{N,X} MetricName="A"', 'Sum', 10800)`,
      Period: 10_800,
    });
  });

  it('keep their own ids apart from those of other widgets', () => {
    const share = {
      metrics: [
        [{ expression: 'FILL(part, 0) / whole', id: 'share', label: 'share' }],
        ['N', 'Part', { id: 'part', visible: false }],
        ['N', 'Whole', { id: 'whole', visible: false }],
      ],
    };
    const [request] = requests(share, share);
    expect(request?.queries.map(({ Expression }) => Expression).filter(Boolean)).toEqual([
      'FILL(w0_1, 0) / w0_2',
      'FILL(w1_1, 0) / w1_2',
    ]);
    expect(request?.queries.map(({ ReturnData }) => ReturnData)).toEqual([
      true,
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it('are at most 500 per call', () => {
    const widget = { metrics: Array.from({ length: 300 }, (_, index) => ['N', `M${index}`]) };
    expect(requests(widget, widget).map(({ queries }) => queries.length)).toEqual([300, 300]);
  });
});

it('ids are renamed in an expression, and nothing else', () => {
  expect(renameIds(`SUM(SEARCH('{a} MetricName="a"', 'Sum', 60)) + a / ab`, (id) => `x_${id}`)).toBe(
    `SUM(SEARCH('{a} MetricName="a"', 'Sum', 60)) + x_a / x_ab`,
  );
});
