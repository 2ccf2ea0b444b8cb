import { describe, expect, it } from 'vitest';
import { type CheckFindings, createCheck, SIMILARITY_MEASURE } from '../../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../../lambda/kernel/policy.ts';
import {
  judgeComparisonAgain,
  judgeIdentityAgain,
  judgeOwnFaceSearchAgain,
  judgeRecognitionAgain,
} from '../../../../lambda/policy-simulations/domain/judge-match-again.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const check = (findings: Omit<CheckFindings, 'calls'>) =>
  createCheck({ ...findings, calls: {} }, NOON, NOON, {});
const similar = (value: number) => ({ name: SIMILARITY_MEASURE, value });

describe('judgeComparisonAgain', () => {
  it('judges the similarity by the sensitivity', () => {
    const compared = check({ reasons: [], measures: [similar(97)] });

    expect(judgeComparisonAgain(compared, DEFAULT_POLICY, 'regular')).toEqual({ reasons: [] });
    expect(judgeComparisonAgain(compared, DEFAULT_POLICY, 'sensitive')).toEqual({
      reasons: ['face_mismatch'],
    });
  });

  it('asks a person about a similarity in the band, from its beginning up to the threshold', () => {
    const policy = verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      match_thresholds: { '7.0': { regular: 95, sensitive: 99, review_from: { regular: 85 } } },
    });
    const reasonsAt = (similarity: number) =>
      judgeComparisonAgain(check({ reasons: [], measures: [similar(similarity)] }), policy, 'regular')
        .reasons;
    expect([84.9, 85, 94.9, 95].map(reasonsAt)).toEqual([
      ['face_mismatch'],
      ['match_in_band'],
      ['match_in_band'],
      [],
    ]);
  });

  it('judges the other faces of the document', () => {
    const other = { name: 'other_faces_similarity_percent', value: 50 };
    const compared = check({ reasons: [], measures: [similar(97), other] });

    expect(judgeComparisonAgain(compared, DEFAULT_POLICY, 'regular').reasons).toEqual([
      'document_multiple_people',
    ]);
  });

  it('keeps why nothing was compared', () => {
    expect(
      judgeComparisonAgain(check({ reasons: ['document_is_selfie'] }), DEFAULT_POLICY, 'regular'),
    ).toEqual({
      reasons: ['document_is_selfie'],
    });
    expect(judgeComparisonAgain(undefined, DEFAULT_POLICY, 'regular').unknown).toBe('check_not_made');
  });
});

describe('judgeRecognitionAgain', () => {
  it('judges the similarity to the enrolled images', () => {
    const compared = check({ reasons: [], measures: [similar(97)] });

    expect(judgeRecognitionAgain(compared, DEFAULT_POLICY, 'sensitive').reasons).toEqual([
      'face_not_recognized',
    ]);
    expect(judgeRecognitionAgain(compared, DEFAULT_POLICY, 'regular').reasons).toEqual([]);
    const enough = check({ reasons: [], measures: [similar(99)] });
    expect(judgeRecognitionAgain(enough, DEFAULT_POLICY, 'sensitive').reasons).toEqual([]);
  });

  it('keeps that a user is not enrolled, and does not know a comparison that was not made', () => {
    const none = check({ reasons: ['user_not_enrolled'] });

    expect(judgeRecognitionAgain(none, DEFAULT_POLICY, 'regular').reasons).toEqual(['user_not_enrolled']);
    expect(judgeRecognitionAgain(undefined, DEFAULT_POLICY, 'regular').unknown).toBe('check_not_made');
  });
});

describe('judgeIdentityAgain', () => {
  const recognized = {
    face_match: check({ reasons: [], measures: [similar(97)] }),
    enrolled_face_search: check({ reasons: ['user_not_enrolled'] }),
  };

  it('judges what the method of the policy has for the type of session', () => {
    const policy = {
      ...DEFAULT_POLICY,
      authentication: { method: 'search' as const },
      step_up: { ...DEFAULT_POLICY.step_up, method: 'compare' as const },
    };
    const reasonsOf = (type: 'authentication' | 'step_up' | 're_enrollment') =>
      judgeIdentityAgain(type, recognized, policy, 'regular').reasons;
    expect(reasonsOf('step_up')).toEqual([]);
    expect(reasonsOf('authentication')).toEqual(['user_not_enrolled']);
    expect(reasonsOf('re_enrollment')).toEqual(['user_not_enrolled']);
  });
});

describe('judgeOwnFaceSearchAgain', () => {
  const searched = (threshold: number, best?: number, models = ['7.0']) =>
    check({
      reasons: best === undefined ? ['face_not_recognized'] : [],
      measures: [
        { name: 'own_faces_found', value: best === undefined ? 0 : 1 },
        ...(best === undefined ? [] : [similar(best)]),
      ],
      searchedShards: models.map((face_model_version, index) => ({
        collection_id: `c${index}`,
        face_model_version,
        threshold,
      })),
    });

  it('judges the best own face', () => {
    expect(judgeOwnFaceSearchAgain(searched(95, 97), DEFAULT_POLICY, 'regular')).toEqual({ reasons: [] });
    expect(judgeOwnFaceSearchAgain(searched(95, 97), DEFAULT_POLICY, 'sensitive')).toEqual({
      reasons: ['face_not_recognized'],
    });
  });

  it('does not know an own face below the threshold that was searched', () => {
    expect(judgeOwnFaceSearchAgain(searched(99), DEFAULT_POLICY, 'regular').unknown).toBe(
      'below_searched_threshold',
    );
    for (const sensitivity of ['regular', 'sensitive'] as const)
      expect(judgeOwnFaceSearchAgain(searched(95), DEFAULT_POLICY, sensitivity)).toEqual({
        reasons: ['face_not_recognized'],
      });
  });

  it('judges a face at the threshold as recognized', () => {
    expect(judgeOwnFaceSearchAgain(searched(95, 99), DEFAULT_POLICY, 'sensitive')).toEqual({ reasons: [] });
  });

  it('does not know a search whose thresholds, shards or counts are lost', () => {
    const judge = (changes: object) =>
      judgeOwnFaceSearchAgain({ ...searched(95), reason_codes: [], ...changes }, DEFAULT_POLICY, 'regular');
    const apart = [95, 97].map((threshold, index) => ({
      collection_id: `c${index}`,
      face_model_version: '7.0',
      threshold,
    }));
    expect(judge({ searched_shards: apart }).unknown).toBe('below_searched_threshold');
    const unlimited = [{ collection_id: 'c0', face_model_version: '7.0' }];
    expect(judge({ searched_shards: unlimited }).unknown).toBe('below_searched_threshold');
    expect(judge({ searched_shards: undefined }).unknown).toBe('measure_not_taken');
    expect(judge({ searched_shards: [] }).unknown).toBe('measure_not_taken');
    expect(judge({ measures: [] }).unknown).toBe('measure_not_taken');
    expect(judge({ measures: [{ name: 'own_faces_found', value: 1 }] }).unknown).toBe('measure_not_taken');
  });

  it('does not know which model a face was found by where they differ', () => {
    const policy = verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      match_thresholds: { '7.0': { regular: 95, sensitive: 99 }, '6.0': { regular: 98, sensitive: 99 } },
    });
    const both = searched(95, 97, ['7.0', '6.0']);

    expect(judgeOwnFaceSearchAgain(both, policy, 'regular').unknown).toBe('measure_not_taken');
    for (const models of [['5.0'], ['7.0', '5.0']])
      expect(judgeOwnFaceSearchAgain(searched(95, 97, models), DEFAULT_POLICY, 'regular').unknown).toBe(
        'unknown_model',
      );
    // enough for the one, and not for the other
    const exact = searched(95, 98, ['7.0', '6.0']);
    const higher = verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      match_thresholds: { '7.0': { regular: 98, sensitive: 99 }, '6.0': { regular: 99, sensitive: 99 } },
    });
    expect(judgeOwnFaceSearchAgain(exact, higher, 'regular').unknown).toBe('measure_not_taken');
  });

  it('keeps that a user is not enrolled', () => {
    const none = check({ reasons: ['user_not_enrolled'] });

    expect(judgeOwnFaceSearchAgain(none, DEFAULT_POLICY, 'regular').reasons).toEqual(['user_not_enrolled']);
    const searchedFirst = { ...searched(95, 97), reason_codes: ['user_not_enrolled'] };
    expect(judgeOwnFaceSearchAgain(searchedFirst, DEFAULT_POLICY, 'regular').reasons).toEqual([
      'user_not_enrolled',
    ]);
    const blind = { ...searched(95), measures: [], reason_codes: ['face_not_detected'] };
    expect(judgeOwnFaceSearchAgain(blind, DEFAULT_POLICY, 'regular').reasons).toEqual(['face_not_detected']);
    expect(judgeOwnFaceSearchAgain(undefined, DEFAULT_POLICY, 'regular').unknown).toBe('search_not_made');
  });
});
