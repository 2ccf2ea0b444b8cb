import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestOfEachPerson,
  mergeSearch,
  type ShardAnswer,
} from '../../../../lambda/search/domain/merge-search.ts';

const THRESHOLDS = { '6.0': { regular: 90, sensitive: 99 }, '7.0': { regular: 95, sensitive: 99 } };
const COLLECTIONS = [
  { collectionId: 'p.acme.g1.0', generation: 'g1', faceModelVersion: '6.0' },
  { collectionId: 'p.acme.g1.1', generation: 'g1', faceModelVersion: '6.0' },
  { collectionId: 'p.acme.g2.0', generation: 'g2', faceModelVersion: '7.0' },
] as const;

/** Few ids and few similarities, so that ties and repetitions are the rule. */
const someCandidates = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    similarity: fc.constantFrom(89.9, 90, 94.9, 95, 99, 100),
  }),
  { maxLength: 6 },
);
const anAnswer: fc.Arbitrary<ShardAnswer> = fc
  .tuple(fc.constantFrom(...COLLECTIONS), fc.constantFrom('face', 'user'), someCandidates)
  .map(([collection, vectors, candidates]) => ({ ...collection, vectors, candidates }));
const someAnswers = fc.array(anAnswer, { maxLength: 8 });
const merge = (answers: readonly ShardAnswer[]) => mergeSearch(answers, THRESHOLDS, 'regular');

describe('merging the answers of a search', () => {
  it('does not depend on the order of the answers, nor of what is in them', () => {
    fc.assert(
      fc.property(
        someAnswers.chain((answers) =>
          fc.tuple(fc.constant(answers), fc.shuffledSubarray(answers, { minLength: answers.length })),
        ),
        ([answers, shuffled]) => {
          const reversed = shuffled.map((one) => ({ ...one, candidates: [...one.candidates].reverse() }));
          expect(merge(reversed)).toEqual(merge(answers));
        },
      ),
    );
  });

  it('does not depend on how the answers are split', () => {
    fc.assert(
      fc.property(someAnswers, fc.nat(6), (answers, at) => {
        const split = answers.flatMap((one) => [
          { ...one, candidates: one.candidates.slice(at) },
          { ...one, candidates: one.candidates.slice(0, at) },
        ]);
        expect(merge(split)).toEqual(merge(answers));
      }),
    );
  });

  it('merged with itself stays as it is', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        expect(merge([...answers, ...answers])).toEqual(merge(answers));
      }),
    );
  });

  it('judges each candidate by the model that its collection answered with, and says so', () => {
    const answers = COLLECTIONS.slice(1).map(
      (collection): ShardAnswer => ({
        ...collection,
        vectors: 'face',
        candidates: [{ id: 'a', similarity: 92 }],
      }),
    );
    const { candidates, shards } = merge(answers);
    expect(candidates.map(({ collectionId }) => collectionId)).toEqual(['p.acme.g1.1']);
    expect(shards.map(({ generation, threshold }) => [generation, threshold])).toEqual([
      ['g1', 90],
      ['g2', 95],
    ]);
  });

  it('takes what is at the threshold, each candidate once, with its best similarity', () => {
    const found = (id: string, similarity: number) => ({ id, similarity });
    const answer: ShardAnswer = {
      ...COLLECTIONS[0],
      vectors: 'face',
      candidates: [found('a', 90), found('b', 99), found('c', 89.9), found('a', 91)],
    };
    const asUser: ShardAnswer = { ...answer, vectors: 'user', candidates: [found('a', 90)] };
    expect(
      merge([answer, asUser]).candidates.map(({ id, similarity, vectors }) => [id, similarity, vectors]),
    ).toEqual([
      ['b', 99, 'face'],
      ['a', 91, 'face'],
      ['a', 90, 'user'],
    ]);
  });

  it('fails for a model that the policy says nothing about', () => {
    const answer: ShardAnswer = {
      ...COLLECTIONS[0],
      faceModelVersion: '9.0',
      vectors: 'face',
      candidates: [],
    };
    expect(() => merge([answer])).toThrow('9.0');
  });
});

describe('the best of each person', () => {
  const found = (id: string, similarity: number) => ({ id, similarity, collectionId: 'c' });

  it('names one result a person, the most similar first, and no more than asked for', () => {
    const candidates = [found('a1', 96), found('b1', 97), found('a2', 99), found('x', 98), found('y', 98)];
    const personOf = ({ id }: { id: string }) => ({ a: 'ann', b: 'bob' })[id.charAt(0)];
    const ids = (limit: number) => bestOfEachPerson(candidates, personOf, limit).map(({ id }) => id);
    expect(ids(10)).toEqual(['a2', 'x', 'y', 'b1']);
    expect(ids(2)).toEqual(['a2', 'x']);
  });

  it('is the same in any order', () => {
    const candidate = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      similarity: fc.constantFrom(95, 96),
      collectionId: fc.constantFrom('c1', 'c2'),
    });
    const personOf = ({ id }: { id: string }) => (id === 'c' ? undefined : 'ann');
    fc.assert(
      fc.property(fc.array(candidate), (candidates) => {
        expect(bestOfEachPerson([...candidates].reverse(), personOf, 3)).toEqual(
          bestOfEachPerson(candidates, personOf, 3),
        );
      }),
    );
  });
});
