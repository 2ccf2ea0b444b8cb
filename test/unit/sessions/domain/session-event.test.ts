import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { sessionEvent, sessionEventOf } from '../../../../lambda/sessions/domain/session-event.ts';
import { CREATION_EVENT, TRANSITIONS } from '../../../../lambda/sessions/domain/session-status.ts';
import { aCompleteSession, aSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const decision = {
  outcome: 'declined',
  reason_codes: ['face_mismatch'],
  decided_by: 'policy',
  decided_at: NOON.toISOString(),
} as const;
const review = { reason_codes: ['search_incomplete'], requested_at: NOON.toISOString() };

describe('the event of a session', () => {
  it('says what happened to which session, and when', () => {
    expect(
      sessionEventOf(aCompleteSession({ sequence: 4, runs: 2 }), CREATION_EVENT, minutesAfter(1)),
    ).toEqual({
      type: 'verification_session.created',
      tenant: 'acme',
      session_id: 'vs_1',
      livemode: true,
      sequence: 4,
      occurred_at: minutesAfter(1).toISOString(),
      session_type: 'registration',
      user_id: 'user-1',
      status: 'requires_input',
      run: 2,
      reason_codes: [],
    });
  });

  it('says where a session stopped that ended without a decision, and why if its app has said so', () => {
    const ended = aSession({ status: 'canceled', sequence: 3 });
    const event = sessionEventOf(ended, TRANSITIONS.cancel.event, NOON);
    expect(event.step).toBe('liveness');
    expect(event).not.toHaveProperty('interruption');
    const interruption = {
      reason: 'camera_not_found',
      step: 'liveness',
      reported_at: NOON.toISOString(),
    } as const;
    expect(sessionEventOf({ ...ended, interruption }, TRANSITIONS.cancel.event, NOON)).toEqual({
      ...event,
      interruption: 'camera_not_found',
    });
  });

  it.each([
    ['of the decision', { status: 'declined', decision, review }, ['face_mismatch']],
    ['it is held for', { status: 'in_review', review }, ['search_incomplete']],
    ['of no review that is over', { status: 'processing', review }, []],
  ] as const)('names the reasons %s', (_which, changes, reasons) => {
    const held = { ...changes, ...('review' in changes ? { review } : {}) };
    const session = aSession(JSON.parse(JSON.stringify(held)));
    expect(sessionEventOf(session, TRANSITIONS.hold.event, NOON).reason_codes).toEqual(reasons);
  });

  it('holds no image, no score and no attribute of the person', () => {
    const session = aCompleteSession({ attributes: { country: 'de' }, device_id: 'phone-1' });
    const event = sessionEventOf(session, TRANSITIONS.submit.event, NOON);
    expect(z.strictObject(sessionEvent.shape).parse(event)).toEqual(event);
    expect(JSON.stringify(event)).not.toMatch(/reference\.jpg|"de"|phone-1/);
  });
});
