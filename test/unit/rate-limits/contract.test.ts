import { describe, expect, it } from 'vitest';
import { FACE_LIVENESS_REGIONS, quotasIn } from '../../../lambda/rate-limits/contract.ts';

describe('the quotas of an account in a region', () => {
  it('are those of AWS by default, each limited operation at the smallest of what it calls', () => {
    expect(quotasIn('eu-west-1')).toEqual({
      DetectFaces: 100,
      CompareFaces: 100,
      IndexFaces: 50,
      SearchFacesByImage: 50,
      DeleteFaces: 5,
      UserVectors: 5,
    });
    expect(quotasIn('eu-central-1')).toMatchObject({ DetectFaces: 25, IndexFaces: 5, DeleteFaces: 5 });
  });

  it('are the smallest there are in an unknown region', () => {
    expect(quotasIn('mars-north-1')).toEqual(quotasIn('us-east-2'));
  });

  it('are what the account was granted beyond them', () => {
    expect(quotasIn('us-east-2', { IndexFaces: 200 })).toEqual({ ...quotasIn('us-east-2'), IndexFaces: 200 });
  });

  it('refuse a rate that is none', () => {
    expect(() => quotasIn('us-east-2', { IndexFaces: 0 })).toThrow(/IndexFaces/);
  });
});

it('a deployment can be in the eight regions that have Face Liveness', () => {
  expect([...FACE_LIVENESS_REGIONS].sort()).toEqual([
    'ap-northeast-1',
    'ap-south-1',
    'ap-southeast-5',
    'ap-southeast-7',
    'eu-west-1',
    'sa-east-1',
    'us-east-1',
    'us-west-2',
  ]);
});
