import { describe, expect, it } from 'vitest';
import { embeddedMetrics } from '../../src/cloudwatch/embedded-metric.ts';

const aLine = (overrides: object = {}): string =>
  JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: 'FaceIdv',
          Dimensions: [['Operation'], []],
          Metrics: [{ Name: 'Call', Unit: 'Count' }, { Name: 'Latency' }],
        },
      ],
    },
    Operation: 'DetectFaces',
    Call: 1,
    Latency: [10, 20],
    ...overrides,
  });

describe('a line in the embedded metric format', () => {
  it('gives every value of every metric for every set of dimensions', () => {
    expect(embeddedMetrics(aLine())).toEqual([
      {
        namespace: 'FaceIdv',
        name: 'Call',
        dimensions: { Operation: 'DetectFaces' },
        unit: 'Count',
        value: 1,
      },
      {
        namespace: 'FaceIdv',
        name: 'Latency',
        dimensions: { Operation: 'DetectFaces' },
        unit: 'None',
        value: 10,
      },
      {
        namespace: 'FaceIdv',
        name: 'Latency',
        dimensions: { Operation: 'DetectFaces' },
        unit: 'None',
        value: 20,
      },
      { namespace: 'FaceIdv', name: 'Call', dimensions: {}, unit: 'Count', value: 1 },
      { namespace: 'FaceIdv', name: 'Latency', dimensions: {}, unit: 'None', value: 10 },
      { namespace: 'FaceIdv', name: 'Latency', dimensions: {}, unit: 'None', value: 20 },
    ]);
  });

  it.each([
    'hello',
    '{"message":"plain"}',
    '{"_aws":',
    '{"_aws":{}}',
    '"_aws"',
    aLine({ Call: 'one', Latency: [] }),
  ])('gives nothing for %s', (line) => {
    expect(embeddedMetrics(line)).toEqual([]);
  });
});
