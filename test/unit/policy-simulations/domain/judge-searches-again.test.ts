import { describe, expect, it } from 'vitest';
import { type Check, createCheck, type MatchedFace } from '../../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../../../../lambda/kernel/policy.ts';
import {
  judgeDuplicatesAgain,
  judgeWatchlistsAgain,
} from '../../../../lambda/policy-simulations/domain/judge-searches-again.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const SHARD = { collection_id: 'users', face_model_version: '7.0' };

interface Thresholds {
  readonly regular: number;
  readonly duplicate?: number;
  readonly review_from?: { readonly duplicate: number };
}

const policyWith = (row: Thresholds, document_face = false): VerificationPolicy =>
  verificationPolicySchema.parse({
    ...DEFAULT_POLICY,
    match_thresholds: { '7.0': { sensitive: 99, ...row } },
    search: { ...DEFAULT_POLICY.search, document_face },
  });
const MADE_BY = policyWith({ regular: 90 });

const face = (similarity: number, more: Partial<MatchedFace> = {}): MatchedFace => ({
  face_id: `face-${similarity}`,
  collection_id: 'users',
  similarity,
  user_id: `user-${similarity}`,
  ...more,
});

/** A search that was made by a threshold of 90. */
const search = (matches: readonly MatchedFace[], found = matches.length, review_from?: number) =>
  createCheck(
    {
      reasons: matches.length > 0 ? ['duplicate_face'] : [],
      measures: [{ name: 'duplicate_faces', value: found, limit: '0' }],
      matches,
      searchedShards: [{ ...SHARD, threshold: 90, ...(review_from === undefined ? {} : { review_from }) }],
      calls: {},
    },
    NOON,
    NOON,
    {},
  );

describe('judgeDuplicatesAgain', () => {
  it('knows nothing about a search that was not made', () => {
    expect(judgeDuplicatesAgain(undefined, MADE_BY, MADE_BY)).toEqual({
      reasons: [],
      unknown: 'search_not_made',
    });
  });

  it('finds no duplicate below a higher threshold', () => {
    expect(judgeDuplicatesAgain(search([face(92)]), policyWith({ regular: 95 }), MADE_BY)).toEqual({
      reasons: [],
    });
  });

  it('does not know matches below the threshold that was searched, unless a duplicate is known', () => {
    const lower = policyWith({ regular: 85 });

    expect(judgeDuplicatesAgain(search([]), lower, MADE_BY).unknown).toBe('below_searched_threshold');
    expect(judgeDuplicatesAgain(search([face(92)]), lower, MADE_BY)).toEqual({ reasons: ['duplicate_face'] });
  });

  it('asks a person about a known match in a band, whatever else is in it', () => {
    const band = policyWith({ regular: 95, review_from: { duplicate: 80 } });

    expect(judgeDuplicatesAgain(search([face(92)]), band, MADE_BY)).toEqual({
      reasons: ['possible_duplicate'],
    });
    expect(judgeDuplicatesAgain(search([]), band, MADE_BY).unknown).toBe('below_searched_threshold');
  });

  it('knows the matches of the band that was searched', () => {
    const lower = policyWith({ regular: 85 });

    expect(judgeDuplicatesAgain(search([face(86)], 0, 85), lower, MADE_BY)).toEqual({
      reasons: ['duplicate_face'],
    });
    expect(judgeDuplicatesAgain(search([], 0, 85), lower, MADE_BY)).toEqual({ reasons: [] });
  });

  it('finds a duplicate at the threshold, and a possible one where the band begins', () => {
    const band = policyWith({ regular: 95, duplicate: 92, review_from: { duplicate: 90 } });

    expect(judgeDuplicatesAgain(search([face(92)]), band, MADE_BY).reasons).toEqual(['duplicate_face']);
    expect(judgeDuplicatesAgain(search([face(90)]), band, MADE_BY).reasons).toEqual(['possible_duplicate']);
    expect(judgeDuplicatesAgain(search([face(91)]), policyWith({ regular: 92 }), MADE_BY)).toEqual({
      reasons: [],
    });
  });

  it('does not know a search with a threshold that is lost, or of one shard alone from high enough', () => {
    const unknownOf = (searched_shards: Check['searched_shards']) =>
      judgeDuplicatesAgain({ ...search([]), searched_shards }, MADE_BY, MADE_BY).unknown;

    expect(unknownOf([SHARD])).toBe('below_searched_threshold');
    expect(unknownOf([{ ...SHARD, review_from: 80 }])).toBe('below_searched_threshold');
    const searched = { ...SHARD, threshold: 90 };
    const other = { ...searched, collection_id: 'more' };
    expect(unknownOf([searched, other])).toBeUndefined();
    expect(unknownOf([searched, { ...other, threshold: 95 }])).toBe('below_searched_threshold');
    expect(unknownOf([searched, { ...other, face_model_version: '5.0' }])).toBe('unknown_model');
  });

  it('has no band for the portrait of the document, and one for the selfie beside it', () => {
    const band = policyWith({ regular: 95, review_from: { duplicate: 90 } }, true);
    const reasonsOf = (found: MatchedFace) => judgeDuplicatesAgain(search([found]), band, band).reasons;

    expect(reasonsOf(face(92, { found_by: 'document' }))).toEqual([]);
    expect(reasonsOf(face(92, { found_by: 'selfie' }))).toEqual(['possible_duplicate']);
  });

  it('does not know what a cut report left out', () => {
    const higher = policyWith({ regular: 95 });

    expect(judgeDuplicatesAgain(search([face(92)], 2), higher, MADE_BY).unknown).toBe('measure_not_taken');
  });

  it('leaves out what only the portrait has found, where the policy does not search it', () => {
    const found = search([face(96, { found_by: 'document' })]);
    const portrait = policyWith({ regular: 90 }, true);

    expect(judgeDuplicatesAgain(found, MADE_BY, portrait).reasons).toEqual([]);
    expect(judgeDuplicatesAgain(found, portrait, portrait).reasons).toEqual(['duplicate_face']);
  });

  it('does not know a search for the portrait that was not made', () => {
    const portrait = policyWith({ regular: 90 }, true);

    expect(judgeDuplicatesAgain(search([]), portrait, MADE_BY).unknown).toBe('search_not_made');
    // the document had no portrait to search
    expect(judgeDuplicatesAgain(search([]), portrait, portrait)).toEqual({ reasons: [] });
  });

  it('does not know a lower threshold of the portrait, although a band of the selfie was searched', () => {
    const portrait = policyWith({ regular: 88, review_from: { duplicate: 85 } }, true);
    const made = search([], 0, 85);
    const withPortrait = {
      ...made,
      measures: [...made.measures, { name: 'document_duplicate_faces', value: 0 }],
    };

    expect(judgeDuplicatesAgain(withPortrait, portrait, portrait).unknown).toBe('below_searched_threshold');
    // without the portrait, the band of the selfie says enough; and from its threshold on, the search does
    const selfieAlone = policyWith({ regular: 88, review_from: { duplicate: 85 } });
    expect(judgeDuplicatesAgain(withPortrait, selfieAlone, portrait)).toEqual({ reasons: [] });
    for (const regular of [90, 95])
      expect(judgeDuplicatesAgain(withPortrait, policyWith({ regular }, true), portrait)).toEqual({
        reasons: [],
      });
  });

  it('does not know scores of a model without a threshold', () => {
    const other = { ...MADE_BY, match_thresholds: { '6.0': DEFAULT_POLICY.match_thresholds['6.0'] } };

    expect(judgeDuplicatesAgain(search([]), other as VerificationPolicy, MADE_BY).unknown).toBe(
      'unknown_model',
    );
  });

  it('keeps the reason of a search that saw no face', () => {
    const blind = createCheck({ reasons: ['face_not_detected'], calls: {} }, NOON, NOON, {});

    expect(judgeDuplicatesAgain(blind, MADE_BY, MADE_BY)).toEqual({ reasons: ['face_not_detected'] });
  });
});

describe('judgeWatchlistsAgain', () => {
  it('finds a hit at the threshold, and knows that there is none from where it was searched', () => {
    const exact = policyWith({ regular: 92 });

    expect(judgeWatchlistsAgain(search([face(92)]), exact)).toEqual({ reasons: ['watchlist_hit'] });
    expect(judgeWatchlistsAgain(search([]), MADE_BY)).toEqual({ reasons: [] });
  });

  it('does not know scores of another model, or a search whose threshold is lost', () => {
    const made = search([]);
    const with_ = (searched_shards: Check['searched_shards']) =>
      judgeWatchlistsAgain({ ...made, searched_shards }, MADE_BY).unknown;

    expect(with_([SHARD])).toBe('below_searched_threshold');
    expect(with_([{ ...SHARD, face_model_version: '5.0', threshold: 90 }])).toBe('unknown_model');
    expect(with_(undefined)).toBe('measure_not_taken');
    // one list of two was searched from higher up
    const other = { collection_id: 'list', face_model_version: '7.0', threshold: 95 };
    expect(with_([{ ...SHARD, threshold: 90 }, other])).toBe('below_searched_threshold');
  });

  it('judges known hits by another threshold', () => {
    expect(judgeWatchlistsAgain(search([face(92)]), MADE_BY)).toEqual({ reasons: ['watchlist_hit'] });
    expect(judgeWatchlistsAgain(search([face(92)]), policyWith({ regular: 95 }))).toEqual({ reasons: [] });
  });

  it('does not know hits below the threshold that was searched', () => {
    const lower = policyWith({ regular: 85 });

    expect(judgeWatchlistsAgain(search([]), lower).unknown).toBe('below_searched_threshold');
    expect(judgeWatchlistsAgain(search([face(92)]), lower)).toEqual({ reasons: ['watchlist_hit'] });
  });
});
