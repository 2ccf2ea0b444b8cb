import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authenticationCalls,
  type CallSetup,
  imageCalls,
  lateCheckCalls,
  REGISTRATION_OUTCOMES,
  type RegistrationOutcome,
  registrationCalls,
} from '../../../../lambda/collections/domain/call-budget.ts';
import { costUsd, sumCalls } from '../../../../lambda/kernel/billing.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';

const SHARDS = 4;
const FACES: CallSetup = { shards: SHARDS, vectors: 'face' };

/** All calls but DeleteFaces, which is free. */
const billed = (setup: CallSetup, outcome: RegistrationOutcome) => {
  const { DeleteFaces: _free, ...calls } = registrationCalls(setup, outcome);
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
};

describe('the calls of a registration', () => {
  it.each<[RegistrationOutcome, number, number]>([
    ['approved', 5 + SHARDS, 0.022],
    ['portrait_recompared', 6 + SHARDS, 0.023],
    ['same_picture', 3, 0.016],
    ['poor_document', 4, 0.017],
    ['mismatch', 4, 0.017],
    ['poor_selfie', 5, 0.018],
    ['duplicate', 5 + SHARDS, 0.022],
  ])('that ends as %s are %d, for $%d', (outcome, calls, usd) => {
    expect(billed(FACES, outcome)).toBe(calls);
    expect(costUsd(registrationCalls(FACES, outcome), DEFAULT_POLICY.prices_usd)).toBe(usd);
  });

  it('are one more per shard for a policy that has documents searched, by the vectors of users if there are any', () => {
    for (const outcome of REGISTRATION_OUTCOMES) {
      const searches = registrationCalls(FACES, outcome).SearchFacesByImage === SHARDS;
      for (const vectors of ['face', 'user'] as const) {
        const setup = { ...FACES, vectors };
        const more = billed({ ...setup, searchesDocument: true }, outcome) - billed(setup, outcome);
        expect(more, outcome).toBe(searches ? SHARDS : 0);
      }
    }
    expect(
      registrationCalls({ ...FACES, vectors: 'user', searchesDocument: true }, 'approved'),
    ).toMatchObject({
      SearchFacesByImage: SHARDS,
      SearchUsersByImage: 2 * SHARDS,
    });
    const approved = registrationCalls({ ...FACES, searchesDocument: true }, 'approved');
    expect(costUsd(approved, DEFAULT_POLICY.prices_usd)).toBe(0.026);
  });

  it('are one more for each watchlist, where the search is reached', () => {
    const listed = { ...FACES, watchlists: 3 };
    for (const outcome of REGISTRATION_OUTCOMES) {
      const searched = ['approved', 'portrait_recompared', 'duplicate'].includes(outcome);
      expect(billed(listed, outcome), outcome).toBe(billed(FACES, outcome) + (searched ? 3 : 0));
    }
  });

  it('are one more for a policy that has selfies judged first, and none for a poor selfie is indexed', () => {
    const detecting = { ...FACES, detectsSelfie: true };
    for (const outcome of REGISTRATION_OUTCOMES) {
      const more = outcome === 'poor_selfie' ? 0 : 1;
      expect(billed(detecting, outcome) - billed(FACES, outcome), outcome).toBe(more);
    }
    expect(registrationCalls(detecting, 'poor_selfie').IndexFaces).toBeUndefined();
  });

  it('ask every shard for users as well where there are vectors of users, and index into every generation', () => {
    const setup = fc.record({
      shards: fc.integer({ min: 1, max: 64 }),
      writtenGenerations: fc.constantFrom(1, 2),
    });
    fc.assert(
      fc.property(setup, (of) => {
        const calls = registrationCalls({ ...of, vectors: 'user' }, 'approved');
        expect(calls).toMatchObject({
          SearchFacesByImage: of.shards,
          SearchUsersByImage: of.shards,
          IndexFaces: of.writtenGenerations,
        });
      }),
    );
  });

  it('search the gallery only where every other check has passed', () => {
    for (const outcome of ['same_picture', 'poor_document', 'mismatch', 'poor_selfie'] as const)
      expect(registrationCalls(FACES, outcome).SearchFacesByImage, outcome).toBeUndefined();
  });
});

it('counts a late check beside the registration that it follows', () => {
  expect(lateCheckCalls(FACES)).toEqual({ SearchFacesByImage: SHARDS });
  const both = sumCalls([registrationCalls(FACES, 'approved'), lateCheckCalls(FACES)]);
  expect(imageCalls(both)).toBe(3 + 2 * SHARDS);
});

it.each(['face', 'user'] as const)('asks one shard for a login by %s', (vectors) => {
  expect(imageCalls(authenticationCalls({ vectors }))).toBe(2);
});

describe('a check that the policy leaves out', () => {
  const setups = fc.record({
    shards: fc.integer({ min: 1, max: 16 }),
    vectors: fc.constantFrom('face', 'user'),
    watchlists: fc.integer({ min: 0, max: 3 }),
    detectsSelfie: fc.boolean(),
    searchesDocument: fc.boolean(),
  });
  const asked = fc.record({
    document: fc.boolean(),
    duplicates: fc.boolean(),
    watchlists: fc.boolean(),
    login_quality: fc.boolean(),
  });

  it('makes no call, and changes none of the others', () => {
    fc.assert(
      fc.property(setups, asked, (setup, checks) => {
        const { shards, vectors, watchlists, searchesDocument, detectsSelfie } = setup;
        const calls = registrationCalls({ ...setup, checks }, 'approved');
        expect(calls.CompareFaces ?? 0).toBe(checks.document ? 1 : 0);
        expect(calls.DetectFaces ?? 0).toBe((checks.document ? 1 : 0) + (detectsSelfie ? 1 : 0));
        expect(calls.IndexFaces).toBe(1);
        const portrait = checks.duplicates && searchesDocument && checks.document ? shards : 0;
        const users = vectors === 'user' ? (checks.duplicates ? shards : 0) + portrait : 0;
        expect(calls.SearchUsersByImage ?? 0).toBe(users);
        expect(calls.SearchFacesByImage ?? 0).toBe(
          (checks.duplicates ? shards : 0) +
            (checks.watchlists ? watchlists : 0) +
            (vectors === 'face' ? portrait : 0),
        );
        const login = authenticationCalls({ vectors, checks });
        expect(login.DetectFaces ?? 0).toBe(checks.login_quality ? 1 : 0);
      }),
    );
  });
});
