import { describe, expect, it } from 'vitest';
import '../../../lambda/kernel/messages-of-schemas.ts';
import { ABUSE_PRESETS } from '../../../lambda/kernel/abuse-policy.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';

const refusalOf = (changes: object): string =>
  verificationPolicySchema
    .safeParse({ ...DEFAULT_POLICY, ...changes })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join() ?? 'none';

describe('the policy', () => {
  it('fills in what an environment of 4 KB leaves out, and what earlier versions had not', () => {
    const { replay, ...shorter } = DEFAULT_POLICY;
    expect(replay).toEqual({ equal: 'decline', near: 'review' });
    expect(verificationPolicySchema.parse(shorter)).toStrictEqual(DEFAULT_POLICY);
    expect(verificationPolicySchema.parse({ ...shorter, replay: {} })).toStrictEqual(DEFAULT_POLICY);
    const { sampling: _unknown, ...earlier } = DEFAULT_POLICY;
    expect(verificationPolicySchema.parse(earlier).sampling).toEqual({
      share_percent: 0,
      points_above_threshold: 0,
    });
  });

  it('searches only selfies where a policy of before does not say', () => {
    const { document_face: _new, ...search } = DEFAULT_POLICY.search;
    expect(verificationPolicySchema.parse({ ...DEFAULT_POLICY, search }).search.document_face).toBe(false);
  });

  it('takes review bands that begin at or below their thresholds', () => {
    const review_from = { regular: 95, sensitive: 90, duplicate: 0 };
    const row = { regular: 95, sensitive: 99, duplicate: 92, review_from };
    expect(refusalOf({ match_thresholds: { '7.0': row } })).toBe('none');
    expect(refusalOf({ match_thresholds: { '7.0': { ...row, review_from: {} } } })).toBe('none');
  });

  it.each([
    [
      'a threshold that reads like a fraction',
      { match_thresholds: { '7.0': { regular: 0.95, sensitive: 99 } } },
      'write 95',
    ],
    [
      'a version that nobody answers',
      { match_thresholds: { v7: { regular: 95, sensitive: 99 } } },
      'must look like "7.0"',
    ],
    [
      'a version with something behind it',
      { match_thresholds: { '7.0x': { regular: 95, sensitive: 99 } } },
      'must look like "7.0"',
    ],
    [
      'a version with something before it',
      { match_thresholds: { 'v7.0': { regular: 95, sensitive: 99 } } },
      'must look like "7.0"',
    ],
    [
      'one wrong version among right ones',
      { match_thresholds: { ...DEFAULT_POLICY.match_thresholds, v8: { regular: 95, sensitive: 99 } } },
      'must look like "7.0"',
    ],
    [
      'a threshold for duplicates above the regular one',
      { match_thresholds: { '7.0': { regular: 95, sensitive: 99, duplicate: 95.1 } } },
      'duplicate must not be above regular',
    ],
    ...(['regular', 'sensitive', 'duplicate'] as const).map((tier): [string, object, string] => [
      `a review band above the ${tier} threshold`,
      { match_thresholds: { '7.0': { regular: 95, sensitive: 99, review_from: { [tier]: 99.1 } } } },
      `match_thresholds.7.0.review_from.${tier}: review_from.${tier} must not be above ${tier}`,
    ]),
    [
      'a review band above a threshold of duplicates of its own',
      {
        match_thresholds: {
          '7.0': { regular: 95, sensitive: 99, duplicate: 92, review_from: { duplicate: 92.1 } },
        },
      },
      'review_from.duplicate must not be above duplicate, or matches would be reviewed',
    ],
    [
      'a misspelt review band',
      { match_thresholds: { '7.0': { regular: 95, sensitive: 99, review_from: { strict: 90 } } } },
      'strict',
    ],
    ['an empty table of thresholds', { match_thresholds: {} }, 'at least one'],
    [
      'a model for CompareFaces that has no threshold',
      { stateless_face_model_version: '8.0' },
      'match_thresholds: match_thresholds has no row for stateless_face_model_version "8.0"',
    ],
    ['a misspelt field', { livenes: {} }, 'livenes'],
    [
      'a misspelt threshold',
      { match_thresholds: { '7.0': { regular: 95, sensitive: 99, strict: 99.9 } } },
      'strict',
    ],
    [
      'a misspelt limit',
      { quality: { ...DEFAULT_POLICY.quality, selfie: { ...DEFAULT_POLICY.quality.selfie, max_roll: 3 } } },
      'max_roll',
    ],
    ['a kind of image that does not exist', { quality: { ...DEFAULT_POLICY.quality, video: {} } }, 'video'],
    [
      'an angle beyond a profile',
      {
        quality: {
          ...DEFAULT_POLICY.quality,
          selfie: { ...DEFAULT_POLICY.quality.selfie, max_yaw_degrees: 91 },
        },
      },
      'quality.selfie.max_yaw_degrees',
    ],
    [
      'no search at all',
      { search: { ...DEFAULT_POLICY.search, max_concurrency: 0 } },
      'search.max_concurrency',
    ],
    [
      'a search that outlives its function',
      { search: { ...DEFAULT_POLICY.search, deadline_ms: 20_001 } },
      'search.deadline_ms',
    ],
    [
      'to approve on an incomplete search',
      { search: { ...DEFAULT_POLICY.search, on_incomplete: 'approve' } },
      'search.on_incomplete',
    ],
    ['a misspelt search', { search: { ...DEFAULT_POLICY.search, dead_line: 1 } }, 'dead_line'],
    [
      'a way of authentication that does not exist',
      { authentication: { method: 'guess' } },
      'authentication.method',
    ],
    [
      'no liveness check',
      { liveness: { ...DEFAULT_POLICY.liveness, max_attempts: 0 } },
      'liveness.max_attempts',
    ],
    ['a misspelt liveness check', { liveness: { ...DEFAULT_POLICY.liveness, tries: 1 } }, 'tries'],
    [
      'a ladder without a step',
      { abuse: { ...DEFAULT_POLICY.abuse, timeout_seconds: [] } },
      'abuse.timeout_seconds',
    ],
    [
      'a block before any timeout',
      { abuse: { ...DEFAULT_POLICY.abuse, block_at_timeout: 1 } },
      'abuse.block_at_timeout',
    ],
    ['a misspelt ladder', { abuse: { ...DEFAULT_POLICY.abuse, forgive: true } }, 'forgive'],
    ['a session that nobody can finish', { session_lifetime_minutes: 4 }, 'session_lifetime_minutes'],
    ['a session that is kept for ever', { session_retention_days: 3651 }, 'session_retention_days'],
    ['a price of what nobody calls', { prices_usd: { DetectLabels: 1 } }, 'DetectLabels'],
    ['a negative price', { prices_usd: { DetectFaces: -1 } }, 'prices_usd.DetectFaces'],
  ])('refuses %s', (_what, changes, words) => {
    expect(refusalOf(changes)).toContain(words);
  });

  it.each([
    ['a review of incomplete searches', { search: { ...DEFAULT_POLICY.search, on_incomplete: 'review' } }],
    ['a step-up by comparison', { step_up: { method: 'compare' } }],
    ['an authentication by comparison', { authentication: { method: 'compare' } }],
    ['the ladder of NIST', { abuse: ABUSE_PRESETS['nist-63b'] }],
    ['a longer ladder', { abuse: { ...DEFAULT_POLICY.abuse, timeout_seconds: [1], block_at_timeout: 2 } }],
  ])('takes %s', (_what, changes) => {
    expect(refusalOf(changes)).toBe('none');
  });

  it('takes two digits of a version, and a table of one row', () => {
    const match_thresholds = { '10.12': { regular: 95, sensitive: 99 } };
    expect(refusalOf({ match_thresholds, stateless_face_model_version: '10.12' })).toBe('none');
  });
});
