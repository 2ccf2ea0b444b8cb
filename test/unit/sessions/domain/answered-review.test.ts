import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CaseFinding,
  type CaseReason,
  FINDINGS,
  isDeclining,
} from '../../../../lambda/kernel/case-finding.ts';
import { answeredReview, withdrawnAnswer } from '../../../../lambda/sessions/domain/answered-review.ts';
import { findingsWithoutDocument, type SessionFinding } from '../../../../lambda/sessions/domain/review.ts';
import type { RunDecision } from '../../../../lambda/sessions/domain/session-run.ts';
import { transition } from '../../../../lambda/sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import {
  aCompleteSession,
  aReview,
  minutesAfter,
  NOON,
  WITHOUT_FACE,
} from '../../../support/lambda/builders.ts';

const QUESTIONS = ['match_in_band', 'liveness_in_band', 'possible_duplicate'] as const;
const WITH_DOCUMENT = [...QUESTIONS, 'search_incomplete', 'alternative_path'] as const;

const held = (questions: readonly CaseReason[], changes: Partial<VerificationSession> = {}) =>
  aCompleteSession({
    status: 'in_review',
    submitted_at: NOON.toISOString(),
    review: aReview(['match_in_band'], questions, NOON),
    ...changes,
  });

const answer = (
  question: CaseReason,
  finding: CaseFinding,
  changes: Partial<SessionFinding> = {},
): SessionFinding => ({
  question,
  finding,
  case_id: `rc_${question}`,
  run: 1,
  decided_at: minutesAfter(5).toISOString(),
  ...changes,
});

/** The session after an answer; as it was if it does not wait for it. */
function answered(
  session: VerificationSession,
  given: SessionFinding,
  same_person: 'decline' | 'link' = 'decline',
) {
  const answered = answeredReview(session, given, { same_person }, minutesAfter(5));
  if (!answered) return session;
  const applied = transition(session, answered.name, answered.facts, minutesAfter(5));
  if (!applied) throw new Error(`${answered.name} is not allowed`);
  return applied.session;
}

describe('the answer to the only question', () => {
  it('begins another run with the finding, and approves nothing', () => {
    const session = answered(held(['match_in_band']), answer('match_in_band', 'accept_match'));
    expect(session).toMatchObject({
      status: 'processing',
      runs: 2,
      resumed_at: minutesAfter(5).toISOString(),
      findings: [{ question: 'match_in_band', finding: 'accept_match', run: 1 }],
    });
    expect(session.decision).toBeUndefined();
  });

  it('declines the session for what it was held for, where the finding does', () => {
    expect(answered(held(['match_in_band']), answer('match_in_band', 'attack'))).toMatchObject({
      status: 'declined',
      decision: { outcome: 'declined', decided_by: 'reviewer', reason_codes: ['match_in_band'] },
    });
  });

  it('tells a person of their other account where the policy links it, and only then', () => {
    const session = held(['possible_duplicate']);
    const same = answer('possible_duplicate', 'same_person');
    expect(answered(session, same).decision?.reason_codes).toEqual(['match_in_band']);
    expect(answered(session, same, 'link').decision?.reason_codes).toEqual(['existing_account']);
    const attack = answer('possible_duplicate', 'attack');
    expect(answered(session, attack, 'link').decision?.reason_codes).toEqual(['match_in_band']);
  });
});

describe('an accepted document', () => {
  const accepted = answer('alternative_path', 'accept_document');
  const without = { alternative_path: WITHOUT_FACE };

  it('approves a session without a face, by a reviewer and with the means', () => {
    const session = answered(held(['alternative_path'], without), accepted);
    expect(session).toMatchObject({
      status: 'approved',
      findings: [accepted],
      decision: {
        outcome: 'approved',
        reason_codes: [],
        decided_by: 'reviewer',
        means: 'document_review',
      },
    });
    expect(session.runs).toBeUndefined();
  });

  it('approves nothing while another question is open, whichever is answered first', () => {
    const questions = ['possible_duplicate', 'alternative_path'] as const;
    const allowed = answer('possible_duplicate', 'allow_pair');
    for (const [first, second] of [
      [accepted, allowed],
      [allowed, accepted],
    ] as const) {
      const waiting = answered(held(questions, without), first);
      expect(waiting.status).toBe('in_review');
      expect(answered(waiting, second).status).toBe('approved');
      expect(answered(held(questions, without), { ...second, run: 2 }).status).toBe('in_review');
    }
    const waiting = answered(held(questions, without), accepted);
    expect(answered(waiting, answer('possible_duplicate', 'attack'))).toMatchObject({
      status: 'declined',
      decision: { decided_by: 'reviewer' },
    });
  });

  it('approves no session that has a face to be checked', () => {
    const answer = answeredReview(held(['alternative_path']), accepted, { same_person: 'decline' }, NOON);
    if (!answer) throw new Error('the answer was not waited for');
    expect(transition(held(['alternative_path']), answer.name, answer.facts, NOON)).toBeUndefined();
  });

  it('waits for answers of its own run, and never for those of an earlier one', () => {
    const findings = [answer('possible_duplicate', 'allow_pair', { case_id: 'rc_first' })];
    const later = held(['possible_duplicate', 'alternative_path'], { ...without, runs: 2, findings });
    const waiting = answered(later, { ...accepted, run: 2 });
    expect(waiting).toMatchObject({ status: 'in_review', findings: [{ run: 1 }, { run: 2 }] });
    expect(answered(waiting, answer('possible_duplicate', 'allow_pair', { run: 2 })).status).toBe('approved');
    const earlier = { ...accepted, case_id: 'rc_first' };
    const again = held(['match_in_band'], { runs: 2, findings: [earlier] });
    expect(answered(again, answer('match_in_band', 'accept_match', { run: 2 })).status).toBe('processing');
  });

  it('of a run that was left behind does not count', () => {
    const later = held(['alternative_path'], { ...without, runs: 2, findings: [accepted] });
    expect(answered(later, accepted)).toBe(later);
    expect(answered(later, { ...accepted, run: 2 }).status).toBe('approved');
  });
});

describe('an answer that the session does not wait for', () => {
  it.each([
    ['of an earlier run', held(['match_in_band'], { runs: 2 }), answer('match_in_band', 'accept_match')],
    ['to another question', held(['match_in_band']), answer('sampled', 'genuine')],
    [
      'that comes after its end',
      aCompleteSession({ status: 'declined' }),
      answer('match_in_band', 'accept_match'),
    ],
    [
      'that comes after its end, although it was held',
      held(['match_in_band'], { status: 'error' }),
      answer('match_in_band', 'attack'),
    ],
  ])('%s changes nothing', (_name, session, given) => {
    expect(answeredReview(session, given, { same_person: 'decline' }, NOON)).toBeUndefined();
  });
});

describe('a reopened case', () => {
  it('takes its answer back while others are missing, and never from a session that has gone on', () => {
    const waiting = answered(held(QUESTIONS), answer('match_in_band', 'accept_match'));
    expect(withdrawnAnswer(waiting, 'rc_match_in_band')).toEqual({
      name: 'record_finding',
      facts: { findings: [] },
    });
    expect(withdrawnAnswer(waiting, 'rc_other')).toBeUndefined();
    const resumed = answered(held(['match_in_band']), answer('match_in_band', 'accept_match'));
    expect(withdrawnAnswer(resumed, 'rc_match_in_band')).toBeUndefined();
    expect(withdrawnAnswer(held(['match_in_band']), 'rc_match_in_band')).toBeUndefined();
  });
});

describe('findings', () => {
  it('about a document are left behind with it', () => {
    const findings = [
      answer('match_in_band', 'accept_match'),
      answer('liveness_in_band', 'accept_liveness'),
      answer('alternative_path', 'accept_document'),
    ];
    expect(findingsWithoutDocument(findings).map(({ finding }) => finding)).toEqual(['accept_liveness']);
    const processing = aCompleteSession({ status: 'processing', findings });
    const attempt = {
      outcome: 'try_again',
      reason_codes: ['document_image_too_dark'],
      decided_by: 'policy',
      decided_at: NOON.toISOString(),
    } satisfies RunDecision;
    const again = transition(
      { ...processing, document_attempts_allowed: 3 },
      'try_again',
      { attempt },
      minutesAfter(1),
    );
    expect(again?.session.findings?.map(({ finding }) => finding)).toEqual(['accept_liveness']);
  });
});

/** Answers in any order, some twice, of any findings that their questions take. */
const answers = fc.array(
  fc
    .constantFrom(...WITH_DOCUMENT)
    .chain((question) =>
      fc
        .record({ finding: fc.constantFrom(...FINDINGS[question]), run: fc.integer({ min: 1, max: 2 }) })
        .map(({ finding, run }) => answer(question, finding, { run })),
    ),
  { maxLength: 14 },
);

it.each([
  ['with a face', QUESTIONS, {}, 'processing'],
  ['without a face', WITH_DOCUMENT, { alternative_path: WITHOUT_FACE }, 'approved'],
] as const)(
  'ends every held session %s once each question is answered, and approves it only so',
  (...row) => {
    const [, asked, changes, ended] = row;
    const others = asked.filter((question) => question !== 'alternative_path');
    const last = asked.filter((question) => question === 'alternative_path');
    fc.assert(
      fc.property(fc.subarray([...others], { minLength: 1 - last.length }), answers, (some, given) => {
        const questions: readonly CaseReason[] = [...some, ...last];
        let session = held(questions, changes);
        for (const one of given) session = answered(session, one);
        const counted = given.filter(({ run, question }) => run === 1 && questions.includes(question));
        const declined = counted.some(({ finding }) => isDeclining(finding));
        const complete = questions.every((question) => counted.some((one) => one.question === question));
        // the first of the two ends that the answers reach
        if (!declined && !complete) expect(session.status).toBe('in_review');
        else if (declined && !complete) expect(session.status).toBe('declined');
        else if (complete && !declined) expect(session.status).toBe(ended);
        else expect(['declined', ended]).toContain(session.status);
        if (session.status === 'approved') {
          const taken = questions.map((question) =>
            session.findings?.find((one) => one.question === question),
          );
          for (const one of taken) expect(one && isDeclining(one.finding)).toBe(false);
          expect(session.decision).toMatchObject({ decided_by: 'reviewer', means: 'document_review' });
          expect(session.checks).toEqual({});
        }
        for (const question of questions) {
          const left = answered(session, answer(question, FINDINGS[question][0] as CaseFinding));
          if (session.status !== 'in_review') expect(left).toBe(session);
        }
      }),
    );
  },
);
