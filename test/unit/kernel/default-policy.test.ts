import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';

describe('the policy of a deployment that says nothing', () => {
  it("has the whitepaper's numbers", () => {
    const quality = {
      max_yaw_degrees: 30,
      max_pitch_degrees: 30,
      min_sharpness: 25,
      min_brightness: 25,
      min_face_px: 50,
    };
    expect(DEFAULT_POLICY).toMatchObject({
      liveness: { min_confidence: 80, max_attempts: 5 },
      match_thresholds: { '6.0': { regular: 95, sensitive: 99 }, '7.0': { regular: 95, sensitive: 99 } },
      quality: { selfie: quality, document: quality },
      sampling: { share_percent: 1, points_above_threshold: 5 },
      authentication: { method: 'search' },
      prices_usd: { GetFaceLivenessSessionResults: 0.015, DetectFaces: 0.001, IndexFaces: 0.001 },
      abuse: {
        count: 'in_window',
        max_failures: 5,
        window_seconds: 180,
        timeout_seconds: [1800, 2700, 3600],
        block_at_timeout: 4,
      },
    });
  });

  it('never approves on an incomplete search, and gives it more time than one slow shard needs', () => {
    expect(DEFAULT_POLICY.search).toEqual({
      max_concurrency: 50,
      deadline_ms: 12_000,
      max_matches: 10,
      document_face: true,
      on_incomplete: 'error',
    });
  });
});
