import { describe, expect, it } from 'vitest';
import { approval, declined as declinedDecision } from '../../../lambda/kernel/decision.ts';
import type { ReasonCode } from '../../../lambda/kernel/reason-code.ts';
import { openCasesOfSession } from '../../../lambda/review-cases/open-cases-of-session.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { faceMatch } from '../../support/lambda/a-decision.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import { InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { aCompleteSession, aReview, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const MATCHES = [
  { face_id: 'face-2', collection_id: 'face-idv.acme.g1.0', similarity: 97.1, user_id: 'ann' },
  { face_id: 'face-3', collection_id: 'face-idv.acme.g1.1', similarity: 99.2, user_id: 'bob' },
];
const ON_LIST = {
  face_id: 'face-9',
  collection_id: 'face-idv.acme.g1_fraud.0',
  list_id: 'fraud',
  entry_id: 'wle_1',
};
const HIT = {
  face_id: 'face-4',
  collection_id: 'face-idv.acme.g1_fraud.0',
  similarity: 99.1,
  list_id: 'fraud',
  entry_id: 'wle_1',
};
const QUESTIONS = ['match_in_band', 'liveness_in_band', 'possible_duplicate', 'search_incomplete'] as const;

function aDesk(changes: Partial<VerificationSession> = {}) {
  const sessions = new InMemorySessionStore(
    aCompleteSession({
      status: 'in_review',
      review: aReview(['match_in_band'], QUESTIONS, NOON),
      checks: {
        face_match: faceMatch,
        duplicate_search: {
          ...faceMatch,
          measures: [],
          matches: MATCHES,
          searched_shards: [{ collection_id: 'face-idv.acme.g1.0', face_model_version: '7.0' }],
        },
      },
      ...changes,
    }),
  );
  const cases = new InMemoryReviewCases(sessions);
  let made = 0;
  const dependencies = {
    cases,
    sessions,
    policyOf: pinned(),
    settings: { retentionDays: 400 },
    clock: () => NOON,
    newIdentifier: (prefix: string) => `${prefix}_${++made}`,
    emit: recordedMetrics().emit,
  };
  return { cases: cases.cases, open: () => openCasesOfSession(TENANT, 'vs_1', dependencies) };
}

describe('a held session', () => {
  it('opens a case for each of its questions, once, with what its checks say', async () => {
    const { cases, open } = aDesk({ runs: 3 });
    for (const _time of ['first', 'second']) await open();
    const session = { id: 'vs_1', run: 3, user_id: 'user-1' };
    expect(cases).toMatchObject(QUESTIONS.map((reason) => ({ reason, session, status: 'open' })));
    const [match, liveness, duplicate, incomplete] = cases;
    expect(match).toMatchObject({ similarity: 98.7 });
    expect(duplicate).toMatchObject({ matches: MATCHES, similarity: 99.2, face_model_version: '7.0' });
    for (const one of [liveness, incomplete]) expect(one).not.toHaveProperty('similarity');
    expect(new Set(cases.map(({ due_at }) => due_at)).size).toBe(1);
  });

  it('opens a case about a face on a watchlist with the entries that were found', async () => {
    const matches = [{ ...ON_LIST, similarity: 97.5 }];
    const { cases, open } = aDesk({
      review: aReview(['watchlist_hit'], ['watchlist_hit'], NOON),
      checks: {
        watchlist_search: {
          ...faceMatch,
          measures: [],
          matches,
          searched_shards: [{ collection_id: ON_LIST.collection_id, face_model_version: '7.0' }],
        },
      },
    });
    await open();
    expect(cases).toMatchObject([
      { reason: 'watchlist_hit', matches, similarity: 97.5, face_model_version: '7.0' },
    ]);
  });

  it('that lost its face to another user at the last moment has no matches to show', async () => {
    const { cases, open } = aDesk({ checks: {} });
    await open();
    expect(cases[2]).toMatchObject({ reason: 'possible_duplicate', matches: [] });
    for (const one of cases) expect(one).not.toHaveProperty('similarity');
  });

  it('gives a question that joins an overdue review a time of its own', async () => {
    const { cases, open } = aDesk({
      review: aReview(['match_in_band'], ['match_in_band'], minutesAfter(-2 * 24 * 60)),
    });
    await open();
    expect(cases).toMatchObject([{ due_at: minutesAfter(24 * 60).toISOString() }]);
  });

  it('opens a case for what an approved login has noted, and for no other login', async () => {
    const login = (noted: readonly ReasonCode[], changes: Partial<VerificationSession> = {}) =>
      aDesk({
        type: 'authentication',
        status: 'approved',
        review: undefined,
        decision: approval('0123456789ab', NOON, noted),
        checks: { watchlist_search: { ...faceMatch, measures: [], matches: [HIT] } },
        ...changes,
      });
    const listed = login(['watchlist_hit']);
    for (const _time of ['first', 'second']) await listed.open();
    expect(listed.cases).toMatchObject([{ reason: 'watchlist_hit', matches: [HIT], similarity: 99.1 }]);
    const copies = [{ session_id: 'vs_2', user_id: 'ann', kind: 'near' as const, different_bits: 9 }];
    const copied = login(['near_copy_suspected', 'watchlist_hit'], {
      checks: {
        watchlist_search: { ...faceMatch, measures: [], matches: [HIT] },
        capture_comparison: { ...faceMatch, measures: [], copies },
      },
    });
    await copied.open();
    expect(copied.cases).toMatchObject([
      { reason: 'watchlist_hit', matches: [HIT] },
      { reason: 'near_copy_suspected', copies },
    ]);
    const declined = declinedDecision(['watchlist_hit'], '0123456789ab', NOON);
    const others = [login([]), login([], { status: 'declined', decision: declined })];
    for (const { open, cases } of others) {
      await open();
      expect(cases).toEqual([]);
    }
  });

  it('opens nothing once it has gone on', async () => {
    for (const changes of [{ status: 'processing' }, { status: 'declined' }] as const) {
      const { cases, open } = aDesk(changes);
      await open();
      expect(cases).toEqual([]);
    }
  });

  it('opens nothing once it is deleted, or without a question', async () => {
    const { cases, open } = aDesk({ id: 'vs_2' });
    await open();
    const { cases: none, open: openNone } = aDesk({ review: undefined });
    await openNone();
    expect([...cases, ...none]).toEqual([]);
  });
});
