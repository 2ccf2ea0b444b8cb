import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fault } from '../../../../lambda/kernel/decision.ts';
import { REASON_CODES, REASONS, reasonOfFault } from '../../../../lambda/kernel/reason-code.ts';
import { LAMBDA_TRANSIENT_ERRORS, TRANSIENT_ERRORS } from '../../../../lambda/kernel/retry.ts';
import { toClientView } from '../../../../lambda/sessions/domain/client-view.ts';
import { toOperatorReport } from '../../../../lambda/sessions/domain/operator-report.ts';
import {
  isResumable,
  MAX_RUNS,
  RESUMABLE_MS,
  resumableUntil,
} from '../../../../lambda/sessions/domain/resumption.ts';
import { sessionStatus } from '../../../../lambda/sessions/domain/session-status.ts';
import { transition } from '../../../../lambda/sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import { aCompleteSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const aFailed = (changes: Partial<VerificationSession> = {}) =>
  aCompleteSession({
    status: 'error',
    submitted_at: NOON.toISOString(),
    decision: fault('upstream_throttled', minutesAfter(8)),
    ...changes,
  });

describe('a registration that an outage has ended', () => {
  it('can be resumed for a day after it was submitted', () => {
    expect(resumableUntil(aFailed())).toEqual(minutesAfter(24 * 60));
    expect(isResumable(aFailed(), minutesAfter(24 * 60 - 1))).toBe(true);
    expect(isResumable(aFailed(), minutesAfter(24 * 60))).toBe(false);
  });

  it('can be resumed no longer than it is kept', () => {
    const retained_until = minutesAfter(60).toISOString();
    expect(resumableUntil(aFailed({ retained_until }))).toEqual(minutesAfter(60));
  });

  it('can be resumed after every error that state machines retry, and after a search that was refused', () => {
    const names = [
      ...TRANSIENT_ERRORS,
      ...LAMBDA_TRANSIENT_ERRORS,
      'States.Timeout',
      'SearchRefused',
      'TIMED_OUT',
    ];
    for (const name of names)
      expect(isResumable(aFailed({ decision: fault(reasonOfFault(name), NOON) }), NOON), name).toBe(true);
  });

  it('cannot be resumed after what another run would not cure', () => {
    for (const name of ['AccessDeniedException', 'TypeError', 'UnknownFaceModelVersion', 'ABORTED'])
      expect(isResumable(aFailed({ decision: fault(reasonOfFault(name), NOON) }), NOON), name).toBe(false);
  });

  it('cannot be resumed for one cause that would pass beside another that would not', () => {
    const decision = {
      ...fault('upstream_throttled', NOON),
      reason_codes: ['upstream_throttled', 'internal_error'],
    };
    expect(isResumable(aFailed({ decision }), NOON)).toBe(false);
  });

  it.each([
    ['is a login', { type: 'authentication' }],
    ['has used up its runs', { runs: MAX_RUNS }],
    ['was never submitted', { submitted_at: undefined }],
    ['has no decision', { decision: undefined }],
  ] satisfies [string, Record<string, unknown>][])('cannot be resumed if it %s', (_why, changes) => {
    const session = { ...aFailed(), ...changes } as VerificationSession;
    expect(resumableUntil(session)).toBeUndefined();
  });
});

describe('what both views show of it', () => {
  it('is until when, and nothing afterwards', () => {
    const until = { resumable_until: minutesAfter(24 * 60).toISOString() };
    for (const show of [
      toClientView,
      (session: VerificationSession, now: Date) => toOperatorReport(session, [], now),
    ]) {
      expect(show(aFailed(), minutesAfter(24 * 60 - 1))).toMatchObject(until);
      expect(show(aFailed(), minutesAfter(24 * 60))).not.toHaveProperty('resumable_until');
    }
  });

  it('is resumable_until exactly while a repeated submit leads on, whatever a session is like', () => {
    const anySession = fc.record({
      status: fc.oneof(fc.constantFrom(...sessionStatus.options), fc.constant('error' as const)),
      type: fc.constantFrom('registration' as const, 'authentication' as const),
      runs: fc.option(fc.integer({ min: 2, max: MAX_RUNS + 1 }), { nil: undefined }),
      // half of them would pass: of all reasons, few draws could be resumed
      reason: fc.oneof(
        fc.constantFrom(...REASON_CODES),
        fc.constantFrom('search_incomplete' as const, 'upstream_throttled' as const),
      ),
      waitedMs: fc.integer({ min: 0, max: 2 * RESUMABLE_MS }),
    });
    fc.assert(
      fc.property(anySession, ({ reason, waitedMs, runs, ...changes }) => {
        const decided = { decision: fault(reason, NOON), ...changes };
        const session = aFailed(runs === undefined ? decided : { ...decided, runs });
        const now = new Date(NOON.getTime() + waitedMs);
        const leadsOn = transition(session, 'resubmit', {}, now) !== undefined;
        for (const view of [toClientView(session, now), toOperatorReport(session, [], now)]) {
          const resumable_until = 'resumable_until' in view ? view.resumable_until : undefined;
          expect(resumable_until !== undefined).toBe(leadsOn);
          if (resumable_until !== undefined)
            expect(Date.parse(resumable_until)).toBeGreaterThan(now.getTime());
        }
        if (leadsOn) expect(REASONS[reason].retryable).toBe(true);
      }),
    );
  });
});
