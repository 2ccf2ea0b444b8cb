import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../lambda/kernel/check.ts';
import { fault } from '../../../../lambda/kernel/decision.ts';
import { isOnPath } from '../../../../lambda/sessions/domain/alternative-path.ts';
import { documentAttemptsLeft } from '../../../../lambda/sessions/domain/another-attempt.ts';
import { isResumable, RESUMABLE_MS } from '../../../../lambda/sessions/domain/resumption.ts';
import { tryAgain } from '../../../../lambda/sessions/domain/session-run.ts';
import {
  type SessionStatus,
  sessionStatus,
  TRANSITIONS,
  type TransitionName,
} from '../../../../lambda/sessions/domain/session-status.ts';
import {
  createSession,
  type SessionFacts,
  transition,
} from '../../../../lambda/sessions/domain/session-transition.ts';
import {
  type VerificationSession,
  verificationSession,
} from '../../../../lambda/sessions/domain/verification-session.ts';
import {
  aCompleteSession,
  aSession,
  minutesAfter,
  NOON,
  WITHOUT_FACE,
} from '../../../support/lambda/builders.ts';

const aResumableSession = () =>
  aCompleteSession({
    status: 'error',
    submitted_at: NOON.toISOString(),
    decision: fault('upstream_unavailable', NOON),
  });

const names = Object.keys(TRANSITIONS) as TransitionName[];
const allows = (name: TransitionName, status: SessionStatus) =>
  (TRANSITIONS[name].from as readonly SessionStatus[]).includes(status);

/** What a transition cannot do without. */
const factsOf = (name: TransitionName): SessionFacts =>
  name === 'try_again' ? { attempt: tryAgain(['face_mismatch'], '0123456789ab', NOON) } : {};

/** The path of a session that may make a transition. */
const pathOf = (name: TransitionName): Pick<VerificationSession, 'alternative_path'> =>
  isOnPath({}, name) ? {} : { alternative_path: WITHOUT_FACE };

const aCheck = (): Check => ({
  status: 'passed',
  reason_codes: [],
  measures: [],
  started_at: NOON.toISOString(),
  duration_ms: 1,
  billable_calls: {},
  cost_usd: 0,
});

describe('a transition', () => {
  it('is made from the statuses that its row names, and from no other', () => {
    for (const name of names)
      for (const status of sessionStatus.options) {
        const resumable = status === 'error' ? aResumableSession() : aSession({ status });
        const session = { ...resumable, ...pathOf(name) };
        const applied = transition(session, name, factsOf(name), NOON);
        expect(applied?.session.status, `${name} from ${status}`).toBe(
          allows(name, status) ? TRANSITIONS[name].to : undefined,
        );
      }
  });

  it('writes the facts it is given, adds checks to the others, and reports itself', () => {
    const check = {
      status: 'passed',
      reason_codes: [],
      measures: [],
      started_at: NOON.toISOString(),
      duration_ms: 1,
      billable_calls: {},
      cost_usd: 0,
    } as const;
    const before = aCompleteSession({
      sequence: 3,
      checks: { liveness: { ...check, reason_codes: [], measures: [] } },
    });
    const facts = {
      submitted_at: minutesAfter(1).toISOString(),
      checks: { face_match: { ...check, reason_codes: [], measures: [] } },
    };
    const applied = transition(before, 'submit', facts, minutesAfter(1));
    expect(applied).toMatchObject({
      name: 'submit',
      replacesChecks: false,
      removed: [],
      before: { status: 'requires_input', sequence: 3 },
      facts,
    });
    expect(applied?.session).toEqual({
      ...before,
      ...facts,
      checks: { ...before.checks, ...facts.checks },
      status: 'processing',
      sequence: 4,
    });
    expect(applied?.event).toMatchObject({
      type: 'verification_session.submitted',
      sequence: 4,
      status: 'processing',
      occurred_at: minutesAfter(1).toISOString(),
    });
  });

  it('begins a run with its own checks and without a decision, and keeps the run that it replaces', () => {
    const ended = {
      ...aResumableSession(),
      checks: { liveness: aCheck(), selfie_quality: aCheck(), face_match: aCheck() },
    };
    const applied = transition(ended, 'resubmit', {}, minutesAfter(30));
    const { decision, ...undecided } = ended;
    const first = {
      run: 1,
      checks: { selfie_quality: aCheck(), face_match: aCheck() },
      ...(decision ? { decision } : {}),
    };
    const begun = { runs: 2, resumed_at: minutesAfter(30).toISOString(), earlier_runs: [first] };
    expect(applied).toMatchObject({ replacesChecks: true, removed: ['decision'] });
    expect(applied?.facts).toEqual(begun);
    expect(applied?.session).toEqual({
      ...undecided,
      ...begun,
      status: 'processing',
      sequence: ended.sequence + 1,
      checks: { liveness: aCheck() },
    });
    expect(applied?.event).toMatchObject({
      type: 'verification_session.resubmitted',
      run: 2,
      reason_codes: [],
    });
  });

  it('keeps every run in order, those that were held for review without a decision', () => {
    const held = aCompleteSession({ status: 'in_review', submitted_at: NOON.toISOString() });
    const second = transition(held, 'resume', {}, NOON)?.session ?? held;
    const failed = transition(second, 'fail', { decision: fault('search_incomplete', NOON) }, NOON)?.session;
    const third = failed && transition(failed, 'resubmit', {}, NOON)?.session;
    expect(third).toMatchObject({
      runs: 3,
      earlier_runs: [
        { run: 1, checks: {} },
        { run: 2, checks: {}, decision: { reason_codes: ['search_incomplete'] } },
      ],
    });
    expect(third?.earlier_runs?.[0]).not.toHaveProperty('decision');
  });

  it('asks for another document, and keeps the run that ended with what it judged', () => {
    const processing = aCompleteSession({
      status: 'processing',
      submitted_at: NOON.toISOString(),
      checks: { liveness: aCheck(), face_match: aCheck() },
    });
    const attempt = tryAgain(['face_mismatch'], '0123456789ab', NOON);
    const applied = transition(processing, 'try_again', { attempt }, minutesAfter(1));
    const { document, submitted_at: _submitted, ...kept } = processing;
    const ended = { run: 1, checks: { face_match: aCheck() }, decision: attempt, document };
    expect(applied?.session).toEqual({
      ...kept,
      status: 'requires_input',
      sequence: 2,
      runs: 2,
      earlier_runs: [ended],
      checks: { liveness: aCheck() },
    });
    expect(applied).toMatchObject({
      removed: ['decision', 'document', 'submitted_at', 'resumed_at'],
      facts: { runs: 2, earlier_runs: [ended] },
    });
    expect(applied?.facts).not.toHaveProperty('attempt');
    // the event reports the run that ended, not the one that the person may begin
    expect(applied?.event).toMatchObject({
      type: 'verification_session.requires_input',
      status: 'requires_input',
      reason_codes: ['face_mismatch'],
    });
    expect(applied?.event).not.toHaveProperty('run');
    expect(verificationSession.parse(applied?.session)).toEqual(applied?.session);
  });

  it('asks for no other document without a reason for one, a further attempt and time', () => {
    const processing = aCompleteSession({ status: 'processing' });
    const attempt = tryAgain(['face_mismatch'], '0123456789ab', NOON);
    expect(transition(processing, 'try_again', {}, NOON)).toBeUndefined();
    expect(transition(processing, 'try_again', { attempt }, minutesAfter(60))).toBeUndefined();
    const last = { ...processing, document_attempts_allowed: 1 };
    expect(transition(last, 'try_again', { attempt }, NOON)).toBeUndefined();
    const duplicate = { attempt: tryAgain(['duplicate_face'], '0123456789ab', NOON) };
    expect(transition(processing, 'try_again', duplicate, NOON)).toBeUndefined();
  });

  it('never asks more often than the policy allowed, nor approves without a submit of its own run', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.constantFrom(...names), { maxLength: 40 }),
        (document_attempts_allowed, path) => {
          let session = aCompleteSession({ document_attempts_allowed });
          let asked = 0;
          let submitted = 0;
          for (const name of path) {
            const facts =
              name === 'submit' ? { submitted_at: NOON.toISOString(), document: { key: 'document' } } : {};
            const applied = transition(session, name, { ...facts, ...factsOf(name) }, NOON);
            if (!applied) continue;
            session = applied.session;
            if (name === 'try_again') {
              asked += 1;
              expect(session).not.toHaveProperty('document');
              expect(session).not.toHaveProperty('submitted_at');
            }
            if (name === 'submit') submitted += 1;
            if (name === 'approve') {
              expect(submitted).toBe(asked + 1);
              expect(session.document).toBeDefined();
            }
          }
          expect(asked).toBeLessThan(document_attempts_allowed);
          expect(asked).toBe(
            session.earlier_runs?.filter(({ decision }) => decision?.outcome === 'try_again').length ?? 0,
          );
        },
      ),
    );
  });

  it('never begins a run, or asks for a face, once a session goes without one, and ends by a person', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...names), { maxLength: 15 }),
        fc.array(fc.constantFrom(...names), { maxLength: 30 }),
        (before, after) => {
          const move = (session: VerificationSession, name: TransitionName, facts: SessionFacts = {}) =>
            transition(session, name, { ...factsOf(name), ...facts }, NOON)?.session ?? session;
          const first = before.reduce((session, name) => move(session, name), aCompleteSession());
          const taking = first.status === 'in_review' ? 'ask_for_document_review' : 'take_alternative_path';
          let session = move(first, taking, { alternative_path: WITHOUT_FACE });
          fc.pre(session !== first);
          for (const name of after) {
            session = move(session, name);
            expect(session.status).not.toBe('processing');
            expect([session.runs, session.liveness_failures]).toEqual([first.runs, first.liveness_failures]);
          }
        },
      ),
    );
  });

  it('resumes a session until its time is over, and not after', () => {
    const session = aResumableSession();
    const last = new Date(NOON.getTime() + RESUMABLE_MS - 1);
    expect(transition(session, 'resubmit', {}, last)?.session.status).toBe('processing');
    expect(transition(session, 'resubmit', {}, new Date(last.getTime() + 1))).toBeUndefined();
  });

  it('counts up without a gap along every path, and ends where nothing leads on', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 30 }), (path) => {
        const { session: first, event: created } = createSession(aSession(), NOON);
        let session = first;
        const events = [created];
        for (const name of path) {
          const facts = factsOf(name);
          const applied = transition(session, name, facts, NOON);
          const resumes = name !== 'resubmit' || isResumable(session, NOON);
          const isLeft = name !== 'try_again' || documentAttemptsLeft(session) > 1;
          expect(applied !== undefined).toBe(
            allows(name, session.status) && resumes && isLeft && isOnPath(session, name),
          );
          if (!applied) continue;
          session = applied.session;
          events.push(applied.event);
        }
        expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
        expect(events.at(-1)?.status).toBe(session.status);
        expect(verificationSession.parse(session)).toEqual(session);
      }),
    );
  });
});

describe('a new session', () => {
  it('waits for the person, whatever else it says', () => {
    const { session, event } = createSession(aSession({ status: 'approved', sequence: 7 }), NOON);
    expect(session).toEqual(aSession({ status: 'requires_input', sequence: 1 }));
    expect(event).toMatchObject({ type: 'verification_session.created', sequence: 1 });
  });
});
