import { describe, expect, it } from 'vitest';
import { readMetricRows } from '../../../src/ops/dashboard/metric-rows.ts';

const metricsOf = (rows: readonly (readonly unknown[])[]) => readMetricRows(rows).map(({ metric }) => metric);

describe('the rows of a widget', () => {
  it('are metrics with their dimensions and options', () => {
    const [row] = readMetricRows([
      ['AWS/SQS', 'Messages', 'QueueName', 'q', { stat: 'Maximum', yAxis: 'right', label: 'waiting' }],
    ]);
    expect(row).toEqual({
      metric: { namespace: 'AWS/SQS', name: 'Messages', dimensions: [{ Name: 'QueueName', Value: 'q' }] },
      options: { stat: 'Maximum', yAxis: 'right', label: 'waiting', visible: true },
    });
  });

  it('are expressions over others', () => {
    const [row] = readMetricRows([[{ expression: 'a / b', id: 'share' }]]);
    expect(row).toEqual({
      options: { expression: 'a / b', id: 'share', visible: true, yAxis: 'left' },
    });
  });

  it('may repeat one item of the row before, or all that are missing', () => {
    expect(
      metricsOf([
        ['N', 'Decided', 'Type', 'login', 'Outcome', 'approved'],
        [{ expression: 'a' }],
        ['.', '.', '.', '.', '.', 'declined'],
        ['...', 'expired'],
        ['.', 'Created', 'Type', 'login'],
        ['...', { stat: 'Sum' }],
      ]),
    ).toEqual([
      {
        namespace: 'N',
        name: 'Decided',
        dimensions: [
          { Name: 'Type', Value: 'login' },
          { Name: 'Outcome', Value: 'approved' },
        ],
      },
      undefined,
      expect.objectContaining({
        dimensions: [
          { Name: 'Type', Value: 'login' },
          { Name: 'Outcome', Value: 'declined' },
        ],
      }),
      expect.objectContaining({
        dimensions: [
          { Name: 'Type', Value: 'login' },
          { Name: 'Outcome', Value: 'expired' },
        ],
      }),
      { namespace: 'N', name: 'Created', dimensions: [{ Name: 'Type', Value: 'login' }] },
      { namespace: 'N', name: 'Created', dimensions: [{ Name: 'Type', Value: 'login' }] },
    ]);
  });

  it.each([
    ['without a name', ['N']],
    ['with a dimension without a value', ['N', 'Decided', 'Type']],
    ['with something else than text', ['N', 'Decided', 'Type', 3]],
  ])('are refused: one %s', (_what, row) => {
    expect(() => readMetricRows([row])).toThrow('not a');
  });
});
