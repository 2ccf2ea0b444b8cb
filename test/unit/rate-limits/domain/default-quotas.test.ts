import { awsQuotas } from '@face-idv/local-rekognition';
import { describe, expect, it } from 'vitest';
import {
  defaultQuotasByOperation,
  offersFaceLiveness,
  rekognitionRegions,
} from '../../../../lambda/rate-limits/domain/default-quotas.ts';

describe('the default quotas of Rekognition', () => {
  it.each(['us-east-1', 'us-west-2', 'eu-west-1'])('are higher in the large region %s', (region) => {
    expect(defaultQuotasByOperation(region)).toMatchObject({
      IndexFaces: 50,
      SearchFacesByImage: 50,
      DetectFaces: 100,
      CompareFaces: 100,
    });
  });

  it('are low everywhere else, and those of DeleteFaces and users in every region', () => {
    const large = ['us-east-1', 'us-west-2', 'eu-west-1'];
    for (const region of rekognitionRegions()) {
      const quotas = defaultQuotasByOperation(region);
      if (!large.includes(region)) expect(quotas, region).toMatchObject({ IndexFaces: 5, DetectFaces: 25 });
      expect(quotas, region).toMatchObject({ DeleteFaces: 5, CreateUser: 5, AssociateFaces: 5 });
    }
  });

  it('of an unknown region are no higher than those of any known one', () => {
    expect(offersFaceLiveness('mars-north-1')).toBe(false);
    const careful = Object.entries(defaultQuotasByOperation('mars-north-1'));
    expect(careful.length).toBeGreaterThan(10);
    for (const region of rekognitionRegions()) {
      const quotas: Readonly<Record<string, number>> = defaultQuotasByOperation(region);
      for (const [operation, quota] of careful)
        expect(quota, `${operation} in ${region}`).toBeLessThanOrEqual(quotas[operation] ?? 0);
    }
  });

  it('name Face Liveness only where it is offered', () => {
    expect(defaultQuotasByOperation('eu-west-1')).toMatchObject({ CreateFaceLivenessSession: 5 });
    expect(defaultQuotasByOperation('us-east-1')).toMatchObject({ CreateFaceLivenessSession: 25 });
    expect(offersFaceLiveness('eu-central-1')).toBe(false);
    expect(defaultQuotasByOperation('eu-central-1')).not.toHaveProperty('CreateFaceLivenessSession');
  });

  it.each(rekognitionRegions())('are those that the local Rekognition holds callers to in %s', (region) => {
    expect(awsQuotas(region)).toMatchObject(defaultQuotasByOperation(region));
  });
});
