import { describe, expect, it } from 'vitest';
import { evaluateMath, type Values } from '../../src/cloudwatch/metric-math.ts';

const SERIES: Readonly<Record<string, Values>> = {
  a: [1, 2, undefined],
  b: [10, 0, 30],
  requests: [100, 10, 0],
};

const evaluate = (expression: string): unknown =>
  evaluateMath(expression, {
    series: (id) => {
      const found = SERIES[id];
      if (!found) throw new Error(`no query has the id "${id}"`);
      return found;
    },
    search: (pattern, statisticName) => [{ label: `${pattern}|${statisticName}`, values: [1] }],
  });

describe('metric math', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 2 - 3', 5],
    ['-2 + 5', 3],
    ['a + 1', [2, 3, undefined]],
    ['a + b', [11, 2, undefined]],
    ['a / b', [0.1, undefined, undefined]],
    ['FILL(a, 0) + FILL(b, 0)', [11, 2, 30]],
    ['a >= 2', [0, 1, undefined]],
    ['IF(requests >= 50, 100 * b / requests, 0)', [10, 0, 0]],
    ['IF(a > 1, 5)', [undefined, 5, undefined]],
    ["SEARCH('{N,D} MetricName=\"x\"', 'Sum', 300)", [{ label: '{N,D} MetricName="x"|Sum', values: [1] }]],
  ])('takes %s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    ['ANOMALY_DETECTION_BAND(a)', 'ANOMALY_DETECTION_BAND is not emulated'],
    ['a +', 'the end'],
    ['(a', 'expected ")"'],
    ['a b', '"b" is not expected'],
    ['missing', 'no query has the id "missing"'],
    ["'text' + 1", 'stands where a number'],
    ["SEARCH('x', 'Sum', 300) + 1", 'SEARCH gives many'],
  ])('refuses %s', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(message);
  });
});
