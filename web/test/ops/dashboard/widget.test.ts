import { describe, expect, it } from 'vitest';
import { readDashboard } from '../../../src/ops/dashboard/widget.ts';

const read = (...widgets: object[]) => readDashboard('d', { widgets }).widgets;

describe('the widgets of a dashboard', () => {
  it('are read in reading order', () => {
    const text = (markdown: string, x: number, y: number) => ({
      type: 'text',
      x,
      y,
      properties: { markdown },
    });
    expect(read(text('c', 0, 6), text('b', 8, 0), text('a', 0, 0))).toMatchObject([
      { markdown: 'a' },
      { markdown: 'b' },
      { markdown: 'c' },
    ]);
  });

  it('of alarms and of logs are known as such', () => {
    expect(
      read(
        { type: 'alarm', properties: { alarms: ['arn'] } },
        { type: 'log', x: 6, properties: { title: 'Slow', query: 'fields @message' } },
      ),
    ).toMatchObject([
      { type: 'alarm', title: 'Alarms', alarms: ['arn'] },
      { type: 'foreign', kind: 'log', title: 'Slow' },
    ]);
  });

  it('of metrics keep their axes and annotations', () => {
    const annotations = {
      horizontal: [{ value: 80, label: 'threshold' }, [{ value: 1 }, { value: 2, yAxis: 'right' }]],
    };
    expect(
      read({
        type: 'metric',
        properties: { metrics: [], annotations, yAxis: { left: { min: 0, max: 100 } } },
      }),
    ).toMatchObject([
      {
        view: 'timeSeries',
        yAxis: { left: { min: 0, max: 100 } },
        lines: [
          { value: 80, label: 'threshold', yAxis: 'left' },
          { value: 1, yAxis: 'left' },
          { value: 2, yAxis: 'right' },
        ],
      },
    ]);
  });

  it('with a view that CloudWatch has not are refused', () => {
    expect(() => read({ type: 'metric', properties: { view: 'cube' } })).toThrow();
  });
});
