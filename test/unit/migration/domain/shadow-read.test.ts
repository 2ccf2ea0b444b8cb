import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparedSearch,
  compareVerdicts,
  disagreesTooMuch,
  isAgreement,
  reportOf,
  type SearchVerdict,
  shadowReadKind,
  shadowReadReport,
  similarityChange,
} from '../../../../lambda/migration/domain/shadow-read.ts';
import { NO_SHADOW_READS } from '../../../support/lambda/in-memory-shadow-reads.ts';

const verdict = fc.record({
  people: fc.uniqueArray(fc.constantFrom('ada', 'bob', 'cyd', 'dan'), { maxLength: 4 }),
  similarity: fc.double({ min: 0, max: 100, noNaN: true }),
  threshold: fc.constantFrom(80, 95, 99),
});
const MIRRORED = { only_old: 'only_new', only_new: 'only_old' } as const;

describe('the answers of two generations', () => {
  it('agree with themselves, and stand to each other the same way from either side', () => {
    fc.assert(
      fc.property(verdict, verdict, (one, other) => {
        expect(isAgreement(compareVerdicts(one, one))).toBe(true);
        const kind = compareVerdicts(one, other);
        const mirrored = kind === 'only_old' || kind === 'only_new' ? MIRRORED[kind] : kind;
        expect(compareVerdicts(other, one)).toBe(mirrored);
        // the decision asks only whether somebody is found
        if (isAgreement(kind)) expect(one.people.length > 0).toBe(other.people.length > 0);
      }),
    );
  });

  it.each<[SearchVerdict['people'], SearchVerdict['people'], string]>([
    [['ada'], ['ada'], 'same_person'],
    [['ada', 'bob'], ['bob'], 'same_person'],
    [['ada'], ['bob'], 'different_person'],
    [['ada'], [], 'only_old'],
    [[], ['ada'], 'only_new'],
    [[], [], 'both_none'],
  ])('%j and %j: %s', (old, new_, kind) => {
    expect(compareVerdicts({ people: old }, { people: new_ })).toBe(kind);
  });

  it('tell the similarity by the threshold of each model, and only of a person whom both find', () => {
    const old = { people: ['ada'], similarity: 97, threshold: 95 };
    const new_ = { people: ['ada'], similarity: 93, threshold: 90 };
    // 2 over the one threshold, 3 over the other: further from a miss, though less similar
    expect(similarityChange(old, new_)).toEqual({ similarity: -4, margin: 1 });
    expect(similarityChange(old, { ...new_, people: ['bob'] })).toBeUndefined();
    expect(similarityChange(old, { people: [] })).toBeUndefined();
    // one of them was not measured
    expect(similarityChange(old, { people: ['ada'] })).toBeUndefined();
    expect(similarityChange({ people: ['ada'] }, new_)).toBeUndefined();
    expect(
      similarityChange({ people: ['ada'], similarity: 97 }, { people: ['ada'], similarity: 93 }),
    ).toEqual({
      similarity: -4,
      margin: -4,
    });
  });
});

describe('the report', () => {
  it('adds up whatever was compared', () => {
    const counts = fc.record(
      Object.fromEntries(shadowReadKind.options.map((kind) => [kind, fc.nat(1000)])) as Record<
        (typeof shadowReadKind.options)[number],
        fc.Arbitrary<number>
      >,
    );
    fc.assert(
      fc.property(counts, (some) => {
        const { compared, agreed, agreement_percent } = reportOf({ ...NO_SHADOW_READS, counts: some });
        const differ = some.different_person + some.only_old + some.only_new;
        expect(compared - agreed).toBe(differ);
        expect(agreement_percent === 100).toBe(compared > 0 && differ === 0);
      }),
    );
  });

  it('rounds the agreement down to hundredths: nothing short of all is 100 %', () => {
    const counts = { ...NO_SHADOW_READS.counts, same_person: 2, both_none: 1, only_new: 3 };
    expect(reportOf({ ...NO_SHADOW_READS, counts })).toMatchObject({ agreed: 3, agreement_percent: 50 });
    const many = { ...NO_SHADOW_READS.counts, same_person: 99_999, only_old: 1 };
    expect(reportOf({ ...NO_SHADOW_READS, counts: many }).agreement_percent).toBe(99.99);
  });

  it('is one that the API answers, and never counts less than nothing', () => {
    const counts = { ...NO_SHADOW_READS.counts, same_person: 2 };
    const report = reportOf({
      ...NO_SHADOW_READS,
      counts,
      failed: 3,
      matches: 1,
      similaritySum: 1,
      marginSum: 2,
    });
    expect(shadowReadReport.parse(report)).toEqual(report);
    for (const figure of ['compared', 'agreed', 'failed'])
      expect(shadowReadReport.safeParse({ ...report, [figure]: -1 }).success, figure).toBe(false);
    expect(comparedSearch.options).toEqual(['duplicate_search', 'enrolled_face_search']);
  });

  it('has a mean of the matches, and none before there is one', () => {
    const report = reportOf({ ...NO_SHADOW_READS, matches: 4, similaritySum: -2, marginSum: 6 });
    expect(report).toMatchObject({ mean_similarity_change: -0.5, mean_margin_change: 1.5 });
    expect(reportOf(NO_SHADOW_READS)).toEqual({
      compared: 0,
      agreed: 0,
      counts: NO_SHADOW_READS.counts,
      failed: 0,
      billable_calls: {},
    });
  });
});

describe('the floor of agreement', () => {
  it('needs enough comparisons, and is held at exactly its share', () => {
    const floor = { min_comparisons: 100, min_agreement_percent: 99 };
    expect(disagreesTooMuch({ compared: 99, agreed: 0 }, floor)).toBe(false);
    expect(disagreesTooMuch({ compared: 100, agreed: 99 }, floor)).toBe(false);
    expect(disagreesTooMuch({ compared: 100, agreed: 98 }, floor)).toBe(true);
  });
});
