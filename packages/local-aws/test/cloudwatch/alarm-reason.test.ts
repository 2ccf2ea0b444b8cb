import { describe, expect, it } from 'vitest';
import { alarmReason } from '../../src/cloudwatch/alarm-reason.ts';

const GREATER = {
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 0,
  TreatMissingData: 'notBreaching',
};

describe('the reason of an alarm', () => {
  it('says what its values are compared with, and whether they are beyond it', () => {
    expect(alarmReason('ALARM', [2, undefined, 4.5], GREATER)).toBe(
      'Threshold Crossed: 2 datapoints [2.0, 4.5] were greater than the threshold (0.0).',
    );
    expect(alarmReason('OK', [0], GREATER)).toBe(
      'Threshold Crossed: 1 datapoint [0.0] was not greater than the threshold (0.0).',
    );
    const atMost = { ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: 1.5 };
    expect(alarmReason('ALARM', [1], atMost)).toBe(
      'Threshold Crossed: 1 datapoint [1.0] was less than or equal to the threshold (1.5).',
    );
  });

  it('says how missing values are treated', () => {
    expect(alarmReason('OK', [undefined], GREATER)).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    );
    expect(alarmReason('ALARM', [undefined, undefined], { ...GREATER, TreatMissingData: 'breaching' })).toBe(
      'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    );
    expect(alarmReason('INSUFFICIENT_DATA', [undefined, undefined], GREATER)).toBe(
      'Insufficient Data: 2 datapoints were unknown.',
    );
  });
});
