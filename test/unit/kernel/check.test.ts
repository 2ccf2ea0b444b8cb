import { describe, expect, it } from 'vitest';
import { check, checkName, createCheck, SIMILARITY_MEASURE } from '../../../lambda/kernel/check.ts';
import type { ReasonCode } from '../../../lambda/kernel/reason-code.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';

const PRICES = { CompareFaces: 0.001, SearchFacesByImage: 0.002 };
const calls = { CompareFaces: 1, SearchFacesByImage: 2 };

describe('the result of a check', () => {
  it('has one of these names, by which reports and stored sessions know it', () => {
    expect(checkName.options).toEqual([
      'liveness',
      'selfie_quality',
      'document_quality',
      'face_match',
      'enrolled_face_search',
      'enrollment_claim',
      'face_indexing',
      'duplicate_search',
      'watchlist_search',
      'capture_comparison',
    ]);
    expect(SIMILARITY_MEASURE).toBe('similarity_percent');
  });

  it('is passed without a reason, with its time and its price', () => {
    expect(createCheck({ reasons: [], calls }, NOON, minutesAfter(1), PRICES)).toStrictEqual({
      status: 'passed',
      reason_codes: [],
      measures: [],
      started_at: NOON.toISOString(),
      duration_ms: 60_000,
      billable_calls: calls,
      cost_usd: 0.005,
    });
  });

  it('is for a person to judge where every reason is a score in a band', () => {
    const statusFor = (...reasons: ReasonCode[]) =>
      createCheck({ reasons, calls }, NOON, NOON, PRICES).status;
    expect(statusFor('match_in_band')).toBe('review');
    expect(statusFor('possible_duplicate', 'liveness_in_band')).toBe('review');
    expect(statusFor('near_copy_suspected')).toBe('review');
    expect(statusFor('replay_suspected')).toBe('failed');
    expect(statusFor('match_in_band', 'document_multiple_people')).toBe('failed');
  });

  it('is failed with one, and holds what was measured and found', () => {
    const measures = [{ name: SIMILARITY_MEASURE, value: 41.3, limit: '>= 95' }];
    const matches = [{ face_id: 'f', collection_id: 'c', similarity: 99, user_id: 'user-2' }];
    const searchedShards = [
      { collection_id: 'c', face_model_version: '7.0', generation: 'g1', vectors: 'face', threshold: 95 },
    ] as const;
    const failed = createCheck(
      { reasons: ['face_mismatch', 'duplicate_face'], measures, matches, searchedShards, calls },
      NOON,
      NOON,
      {},
    );
    expect(failed).toStrictEqual({
      status: 'failed',
      reason_codes: ['face_mismatch', 'duplicate_face'],
      measures,
      matches,
      searched_shards: searchedShards,
      started_at: NOON.toISOString(),
      duration_ms: 0,
      billable_calls: calls,
      cost_usd: 0,
    });
    expect(check.parse(failed)).toStrictEqual(failed);
    const byVectors = { ...failed, searched_shards: [{ ...searchedShards[0], vectors: 'user' }] };
    expect(check.parse(byVectors)).toStrictEqual(byVectors);
  });

  it('never took less than no time, however clocks differ', () => {
    expect(createCheck({ reasons: [], calls: {} }, minutesAfter(1), NOON, {}).duration_ms).toBe(0);
  });

  it('is read as earlier releases wrote it: a shard without generation, vectors and threshold', () => {
    const passed = createCheck({ reasons: [], calls }, NOON, NOON, {});
    const searched_shards = [{ collection_id: 'c', face_model_version: '7.0' }];
    expect(check.parse({ ...passed, searched_shards }).searched_shards).toStrictEqual(searched_shards);
  });

  it.each([
    ['a status that does not exist', { status: 'maybe' }],
    ['a negative duration', { duration_ms: -1 }],
    ['a negative price', { cost_usd: -0.001 }],
    ['a measure without a value', { measures: [{ name: 'x' }] }],
    ['a match without its similarity', { matches: [{ face_id: 'f', collection_id: 'c' }] }],
    [
      'a shard of vectors that do not exist',
      {
        searched_shards: [{ collection_id: 'c', face_model_version: '7.0', vectors: 'hand' }],
      },
    ],
    ['calls that nobody bills', { billable_calls: { DetectLabels: 1 } }],
  ])('is refused with %s', (_what, changes) => {
    const passed = createCheck({ reasons: [], calls }, NOON, NOON, {});
    expect(check.safeParse({ ...passed, ...changes }).success).toBe(false);
  });
});
