import { describe, expect, it } from 'vitest';
import { fault } from '../../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import {
  approved,
  documentSubmitted,
  endedFor,
  livenessFailed,
  livenessPassed,
  submitted,
  timeOver,
} from '../../../../lambda/test-mode/domain/simulated-run.ts';
import type { Refusal, Simulation } from '../../../../lambda/test-mode/domain/simulation.ts';
import { aCompleteSession, aSession, NOON, WITHOUT_FACE } from '../../../support/lambda/builders.ts';

const namesOf = (planned: Simulation | Refusal) =>
  'refused' in planned ? planned : planned.steps.map(({ name }) => name);

describe('a simulated liveness check', () => {
  it('is created and passed, unless it was passed before', () => {
    const planned = livenessPassed(aSession(), NOON);
    expect(namesOf(planned)).toEqual(['start_liveness', 'pass_liveness']);
    expect(planned).toMatchObject({
      session: {
        selfie: { key: 'acme/vs_1/liveness/simulated' },
        checks: { liveness: { status: 'passed' } },
      },
    });
    expect(namesOf(livenessPassed(aCompleteSession(), NOON))).toEqual([]);
  });

  it('fails once, or until no attempt is left', () => {
    const session = aSession({ liveness_failures: 3 });
    const once = livenessFailed(session, 'liveness_check_failed', DEFAULT_POLICY, NOON);
    expect(namesOf(once)).toEqual(['start_liveness', 'fail_liveness']);
    expect(once).toMatchObject({ session: { liveness_failures: 4, status: 'requires_input' } });
    const often = livenessFailed(session, 'attempts_exhausted', DEFAULT_POLICY, NOON);
    expect(namesOf(often)).toEqual(['start_liveness', 'fail_liveness', 'start_liveness', 'exhaust_attempts']);
    expect(often).toMatchObject({
      session: { decision: { reason_codes: ['attempts_exhausted', 'liveness_confidence_low'] } },
    });
  });
});

describe('a simulated submit', () => {
  it('comes with the checks of its run, and a document where one is required', () => {
    const planned = submitted(aSession(), 'face_mismatch', DEFAULT_POLICY, NOON);
    expect(namesOf(planned)).toEqual(['start_liveness', 'pass_liveness', 'submit']);
    expect(planned).toMatchObject({
      session: {
        status: 'processing',
        document: { key: 'acme/vs_1/document/simulated' },
        checks: { face_match: { reason_codes: ['face_mismatch'] } },
      },
    });
    const login = submitted(aSession({ type: 'authentication' }), undefined, DEFAULT_POLICY, NOON);
    expect('session' in login && login.session.document).toBeUndefined();
  });

  it('has a liveness check in the band judged by a reviewer, also one that was passed before', () => {
    for (const session of [aSession(), aCompleteSession()])
      expect(submitted(session, 'liveness_in_band', DEFAULT_POLICY, NOON)).toMatchObject({
        session: { checks: { liveness: { status: 'review', reason_codes: ['liveness_in_band'] } } },
      });
  });

  it('begins another run after an outage, and is none while one is running', () => {
    const decision = fault('upstream_throttled', NOON);
    const failed = aCompleteSession({ status: 'error', submitted_at: NOON.toISOString(), decision });
    expect(namesOf(submitted(failed, undefined, DEFAULT_POLICY, NOON))).toEqual(['resubmit']);
    const running = aCompleteSession({ status: 'processing' });
    expect(namesOf(submitted(running, undefined, DEFAULT_POLICY, NOON))).toEqual([]);
  });

  it('of a document alone is for a reviewer', () => {
    const planned = documentSubmitted(aSession({ alternative_path: WITHOUT_FACE }), DEFAULT_POLICY, NOON);
    expect(planned).toMatchObject({
      steps: [{ name: 'submit_document' }],
      session: { status: 'in_review', review: { questions: ['alternative_path'] } },
    });
  });
});

describe('the end of a simulated run', () => {
  const running = aCompleteSession({ status: 'processing' });
  const login = aSession({ type: 'authentication', status: 'processing' });
  const endOf = (
    ...[session, reason, policy = DEFAULT_POLICY]: readonly [
      Parameters<typeof endedFor>[0],
      Parameters<typeof endedFor>[1],
      Parameters<typeof endedFor>[2]?,
    ]
  ) => endedFor(session, reason, policy, NOON);

  it('is what live sessions do for the reason', () => {
    expect(endOf(running, 'document_is_selfie').name).toBe('try_again');
    expect(endOf(running, 'match_in_band').name).toBe('hold');
    expect(endOf(running, 'user_already_enrolled').name).toBe('decline');
    expect(endOf(running, 'internal_error')).toMatchObject({
      name: 'fail',
      facts: { decision: { outcome: 'error', reason_codes: ['internal_error'] } },
    });
    expect(endOf(login, 'face_not_recognized').name).toBe('decline');
    expect(endOf(login, 'upstream_unavailable').name).toBe('fail');
    expect(approved(running, DEFAULT_POLICY, NOON)).toMatchObject({
      name: 'approve',
      facts: { decision: { outcome: 'approved' }, checks: { face_match: { status: 'passed' } } },
    });
  });

  it('of an incomplete search is an error or a review, as the policy says', () => {
    const reviewing = {
      ...DEFAULT_POLICY,
      search: { ...DEFAULT_POLICY.search, on_incomplete: 'review' },
    } as const;
    expect(endOf(running, 'search_incomplete').name).toBe('fail');
    expect(endOf(running, 'search_incomplete', reviewing).name).toBe('hold');
  });

  it('of a hit at a login is noted or a decline, as the policy says', () => {
    for (const [at_login, name] of [
      ['review', 'approve'],
      ['decline', 'decline'],
    ] as const) {
      const policy = { ...DEFAULT_POLICY, watchlist: { ...DEFAULT_POLICY.watchlist, at_login } };
      expect(endOf(login, 'watchlist_hit', policy)).toMatchObject({
        name,
        facts: { decision: { reason_codes: ['watchlist_hit'] } },
      });
    }
  });
});

it('the time of a person is over before they did anything, or after some of it', () => {
  expect(namesOf(timeOver(aSession(), 'expire', NOON))).toEqual(['expire']);
  expect(namesOf(timeOver(aSession(), 'abandon', NOON))).toEqual([
    'start_liveness',
    'pass_liveness',
    'abandon',
  ]);
  expect(timeOver(aSession({ alternative_path: WITHOUT_FACE }), 'abandon', NOON)).toMatchObject({
    steps: [{ name: 'abandon' }],
    session: { status: 'abandoned', document: { key: 'acme/vs_1/document/simulated' } },
  });
});
