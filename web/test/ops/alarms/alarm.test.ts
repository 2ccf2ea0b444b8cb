import { describe, expect, it } from 'vitest';
import { type Alarm, inOrder, shownAlarm } from '../../../src/ops/alarms/alarm.ts';

const anAlarm = (values: Partial<Alarm>): Alarm => ({
  name: 'Alarms-1',
  arn: 'arn:1',
  description: 'Dead letters: One is enough. Runbook: docs/runbook.md#dead-letters',
  state: 'OK',
  reason: 'Threshold Crossed: 1 datapoint [0.0] was not greater than the threshold (0.0).',
  since: 1,
  ...values,
});

describe('an alarm', () => {
  it('has the title, the reason and the heading of its description', () => {
    expect(shownAlarm(anAlarm({}))).toEqual({
      name: 'Alarms-1',
      arn: 'arn:1',
      state: 'OK',
      since: 1,
      found: undefined,
      title: 'Dead letters',
      why: 'One is enough.',
      anchor: 'dead-letters',
    });
  });

  it('was found by values that can be read', () => {
    const reason = 'datapoints [3606.5500000000025, 0.25] against 7000';
    for (const state of ['ALARM', 'INSUFFICIENT_DATA'] as const)
      expect(shownAlarm(anAlarm({ state, reason })).found).toBe('datapoints [3,607, 0.25] against 7000');
  });

  it('without these keeps its name', () => {
    expect(shownAlarm(anAlarm({ description: 'something' }))).toMatchObject({
      title: 'Alarms-1',
      why: 'something',
      anchor: undefined,
    });
  });

  it('that rings comes first', () => {
    const alarms = (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map((state) =>
      shownAlarm(anAlarm({ state })),
    );
    expect(inOrder(alarms).map(({ state }) => state)).toEqual(['ALARM', 'INSUFFICIENT_DATA', 'OK']);
  });
});
