import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptErrorOf,
  REASON_CODES,
  REASONS,
  type ReasonCode,
} from '../../../../lambda/kernel/reason-code.ts';
import {
  attemptError,
  documentAttemptsLeft,
  lastErrorOf,
  mayTryAgain,
} from '../../../../lambda/sessions/domain/another-attempt.ts';
import { tryAgain } from '../../../../lambda/sessions/domain/session-run.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import { aCompleteSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const failedWith = (...reasons: readonly ReasonCode[]) => tryAgain(reasons, '0123456789ab', NOON);
/** A session whose earlier runs all asked for another document. */
const afterAttempts = (attempts: number, changes: Partial<VerificationSession> = {}) =>
  aCompleteSession({
    earlier_runs: Array.from({ length: attempts }, (_, index) => ({
      run: index + 1,
      checks: {},
      decision: failedWith('face_mismatch'),
    })),
    ...changes,
  });
const another = (session: VerificationSession, ...reasons: readonly string[]) =>
  mayTryAgain(session, reasons, NOON);

/** Every reason that ends the session: a new one belongs here, or gets a class. */
const LASTING: readonly ReasonCode[] = [
  'face_not_detected',
  'multiple_faces_detected',
  'face_too_small',
  'pose_out_of_range',
  'image_too_blurry',
  'image_too_dark',
  'face_occluded',
  'eyes_closed',
  'mouth_open',
  'sunglasses_worn',
  'eyeglasses_worn',
  'image_format_unsupported',
  'image_too_small',
  'image_too_large',
  'liveness_confidence_low',
  'liveness_check_failed',
  'reference_image_missing',
  'liveness_in_band',
  'challenge_version_retired',
  'replay_suspected',
  'near_copy_suspected',
  'attempts_exhausted',
  'match_in_band',
  'consent_withdrawn',
  'duplicate_face',
  'possible_duplicate',
  'duplicate_image',
  'user_not_enrolled',
  'face_not_recognized',
  'user_already_enrolled',
  'existing_account',
  'watchlist_hit',
  'alternative_path',
  'face_limit_reached',
  'enrollment_in_progress',
  'review_lapsed',
  'model_version_unsupported',
  'search_incomplete',
  'upstream_throttled',
  'upstream_unavailable',
  'internal_error',
];

describe('the reasons that another document may mend', () => {
  const mended = REASON_CODES.filter((reason) => attemptErrorOf(reason) !== undefined);

  it('are those of the document and of the comparison, and every other reason ends the session', () => {
    const ofTheDocument = REASON_CODES.filter((reason) => reason.startsWith('document_'));
    expect([...mended].sort()).toEqual([...ofTheDocument, 'face_mismatch'].sort());
    expect([...mended, ...LASTING].sort()).toEqual([...REASON_CODES].sort());
    for (const reason of mended) expect(REASONS[reason].retryable, reason).toBe(true);
  });

  it('are equal within a class: whoever gets a message of it may try again, or nobody', () => {
    for (const reason of REASON_CODES)
      for (const other of REASON_CODES)
        if (REASONS[reason].user_message_key === REASONS[other].user_message_key)
          expect(attemptErrorOf(reason), `${reason} and ${other}`).toBe(attemptErrorOf(other));
  });
});

describe('another attempt', () => {
  it('is granted as often as the policy says, all but the last', () => {
    expect([0, 1, 2, 3].map((attempts) => documentAttemptsLeft(afterAttempts(attempts)))).toEqual([
      3, 2, 1, 0,
    ]);
    expect([0, 1, 2, 3].map((attempts) => another(afterAttempts(attempts), 'face_mismatch'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is not used up by an outage or a review', () => {
    const earlier_runs = [1, 2].map((run) => ({ run, checks: {} }));
    expect(documentAttemptsLeft(aCompleteSession({ earlier_runs }))).toBe(3);
  });

  it('takes a registration, time, and reasons of which each may be mended', () => {
    const session = aCompleteSession();
    expect(another(session, 'document_image_too_blurry', 'face_mismatch')).toBe(true);
    expect(another(session)).toBe(false);
    expect(another(session, 'document_image_too_blurry', 'image_too_dark')).toBe(false);
    expect(another(session, 'face_mismatch', 'a reason of another release')).toBe(false);
    expect(another({ ...session, type: 'authentication' }, 'face_mismatch')).toBe(false);
    expect(mayTryAgain(session, ['face_mismatch'], minutesAfter(60))).toBe(false);
  });

  it('is never granted for a reason that no document mends, whatever else failed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LASTING),
        fc.uniqueArray(fc.constantFrom(...REASON_CODES)),
        (reason, others) => {
          expect(another(aCompleteSession(), reason, ...others)).toBe(false);
          expect(another(aCompleteSession(), ...others, reason)).toBe(false);
        },
      ),
    );
  });
});

describe('the error of the last attempt', () => {
  const failedBy = (...reasons: readonly ReasonCode[]) =>
    aCompleteSession({ runs: 2, earlier_runs: [{ run: 1, checks: {}, decision: failedWith(...reasons) }] });

  it('says what to change', () => {
    expect(lastErrorOf(failedBy('document_face_too_small'))).toEqual({
      code: 'photograph_again',
      user_message_key: 'photograph_document_closer',
    });
    expect(lastErrorOf(failedBy('face_mismatch'))).toEqual({
      code: 'person_not_matched',
      user_message_key: 'face_does_not_match_document',
    });
  });

  it('begins with the photograph, which may be why the person does not match', () => {
    for (const reasons of [
      ['face_mismatch', 'document_image_too_dark'],
      ['document_image_too_dark', 'face_mismatch'],
    ] as const)
      expect(lastErrorOf(failedBy(...reasons))?.code).toBe('photograph_again');
  });

  it('is shown while the session waits for another attempt, and not after an outage or a review', () => {
    for (const status of ['processing', 'declined', 'approved', 'canceled'] as const)
      expect(lastErrorOf({ ...failedBy('face_mismatch'), status })).toBeUndefined();
    expect(lastErrorOf(aCompleteSession())).toBeUndefined();
    const held = { run: 1, checks: {} };
    expect(lastErrorOf(aCompleteSession({ runs: 2, earlier_runs: [held] }))).toBeUndefined();
  });

  it('says nothing about a reason that only another release knows', () => {
    const decision = {
      ...failedWith('face_mismatch'),
      reason_codes: ['of another release', 'face_mismatch'],
    };
    const waiting = aCompleteSession({ runs: 2, earlier_runs: [{ run: 1, checks: {}, decision }] });
    expect(lastErrorOf(waiting)?.code).toBe('person_not_matched');
  });

  it('holds nothing but a class and a message, whatever the reasons', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...REASON_CODES)), (reasons) => {
        const error = lastErrorOf(failedBy(...reasons));
        if (error) expect(attemptError.parse(error)).toStrictEqual(error);
        expect(error === undefined).toBe(reasons.every((reason) => LASTING.includes(reason)));
      }),
    );
  });
});
