import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SessionStatus,
  sessionStatus,
  TRANSITIONS,
  type TransitionName,
} from '../../../../lambda/sessions/domain/session-status.ts';
import { createSession, transition } from '../../../../lambda/sessions/domain/session-transition.ts';
import { verificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import { aCompleteSession, aSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const names = Object.keys(TRANSITIONS) as TransitionName[];
const allows = (name: TransitionName, status: SessionStatus) =>
  (TRANSITIONS[name].from as readonly SessionStatus[]).includes(status);

describe('a transition', () => {
  it('is made from the statuses that its row names, and from no other', () => {
    for (const name of names)
      for (const status of sessionStatus.options) {
        const applied = transition(aSession({ status }), name, {}, NOON);
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

  it('counts up without a gap along every path, and ends where nothing leads on', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 30 }), (path) => {
        const { session: first, event: created } = createSession(aSession(), NOON);
        let session = first;
        const events = [created];
        for (const name of path) {
          const applied = transition(session, name, {}, NOON);
          expect(applied !== undefined).toBe(allows(name, session.status));
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
