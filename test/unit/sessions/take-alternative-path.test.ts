import { describe, expect, it } from 'vitest';
import { alternativeReason } from '../../../lambda/kernel/alternative-path.ts';
import type { RequestedPath } from '../../../lambda/sessions/domain/alternative-path.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { takeAlternativePath } from '../../../lambda/sessions/take-alternative-path.ts';
import {
  aCaller,
  aCompleteSession,
  aReview,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const WITHOUT_FACE: RequestedPath = { reason: 'does_not_want_face_check' };
const WITHOUT_LIGHT: RequestedPath = { reason: 'photosensitive' };
const DAY_MINUTES = 24 * 60;

function aDoor(session = aSession(), now = NOON) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(session);
  const dependencies = { sessions, transitions: sessions, clock: () => now, emit };
  return {
    sessions,
    metrics,
    stored: () => sessions.stored(TENANT, 'vs_1'),
    take: (requested: RequestedPath, caller = aCaller()) =>
      takeAlternativePath(caller, 'vs_1', requested, dependencies),
  };
}

const held = (changes: Partial<VerificationSession> = {}) =>
  aCompleteSession({
    status: 'in_review',
    submitted_at: NOON.toISOString(),
    review: aReview(['duplicate_face'], ['possible_duplicate'], NOON),
    ...changes,
  });

describe('a person who asks for the other path', () => {
  it('goes on by what fits the reason, which is stored, counted and shown to nobody but operators', async () => {
    const door = aDoor();
    const view = await door.take(WITHOUT_LIGHT);
    expect(view).toMatchObject({
      status: 'requires_input',
      alternative_path: { means: 'movement_challenge' },
    });
    expect(JSON.stringify(view)).not.toContain('photosensitive');
    expect(door.stored().alternative_path).toEqual({
      means: 'movement_challenge',
      reason: 'photosensitive',
      requested_at: NOON.toISOString(),
    });
    expect(door.metrics).toEqual([
      {
        name: 'AlternativePathTaken',
        value: 1,
        dimensions: { Reason: 'photosensitive', Means: 'movement_challenge' },
      },
    ]);
    expect(door.sessions.events).toMatchObject([{ type: 'verification_session.alternative_path_taken' }]);
  });

  it('may ask twice, which changes nothing, and give up the face later, but never the other way', async () => {
    const door = aDoor();
    await door.take(WITHOUT_LIGHT);
    await door.take(WITHOUT_LIGHT);
    expect(door.metrics).toHaveLength(1);
    expect(await door.take(WITHOUT_FACE)).toMatchObject({ alternative_path: { means: 'document_review' } });
    await door.take(WITHOUT_FACE);
    expect(door.stored().sequence).toBe(3);
    await expect(door.take(WITHOUT_LIGHT)).rejects.toMatchObject({
      code: 'invalid_state',
      message: 'verification session vs_1 is on the path without a face; cancel it and create another one',
    });
  });

  it('may do so although user and device are locked out', async () => {
    const door = aDoor();
    await door.sessions.lockouts.update(TENANT, { kind: 'user', id: 'user-1' }, (ledger) => ({
      ...ledger,
      blocked: true,
    }));
    expect(await door.take(WITHOUT_FACE)).toMatchObject({ status: 'requires_input', attempts_remaining: 1 });
  });

  it('is refused what the policy does not offer', async () => {
    const nothing = aDoor(aSession({ alternative_means: [] }));
    await expect(nothing.take(WITHOUT_FACE)).rejects.toMatchObject({
      code: 'alternative_path_not_offered',
      message: expect.stringContaining('the policy offers no other path'),
    });
    const lit = aDoor(aSession({ alternative_means: ['movement_challenge'] }));
    await expect(lit.take({ reason: 'other', means: 'document_review' })).rejects.toMatchObject({
      message: 'the policy offers movement_challenge, and not document_review',
    });
    for (const type of ['authentication', 'step_up'] as const)
      await expect(aDoor(aSession({ type })).take(WITHOUT_FACE)).rejects.toMatchObject({
        code: 'alternative_path_not_offered',
        message: `a session of type ${type} has no other path; ask the person for another factor`,
      });
  });

  it('is refused another check after a passed one, and a session that is over, decided or of another user', async () => {
    const passed = aDoor(aCompleteSession());
    await expect(passed.take(WITHOUT_LIGHT)).rejects.toMatchObject({ code: 'liveness_already_passed' });
    await passed.take(WITHOUT_FACE);
    const late = aDoor(aSession(), minutesAfter(60));
    await expect(late.take(WITHOUT_FACE)).rejects.toMatchObject({ code: 'session_expired' });
    for (const status of ['processing', 'approved', 'declined', 'canceled', 'error'] as const)
      await expect(aDoor(aSession({ status })).take(WITHOUT_FACE)).rejects.toMatchObject({
        code: 'invalid_state',
      });
    await expect(aDoor().take(WITHOUT_FACE, aCaller(['self'], 'user-2'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is refused if the session is submitted in the same moment', async () => {
    const door = aDoor(aCompleteSession());
    const { apply } = door.sessions;
    door.sessions.apply = async (applied, effects) => {
      door.sessions.apply = apply;
      await door.sessions.move(TENANT, 'vs_1', 'submit');
      return apply(applied, effects);
    };
    await expect(door.take(WITHOUT_FACE)).rejects.toMatchObject({
      message: 'verification session vs_1 is processing',
    });
  });
});

describe('the person of a review', () => {
  it('may ask for a review of the document once it is overdue, whatever the reason', async () => {
    for (const reason of alternativeReason.options) {
      const door = aDoor(held(), minutesAfter(DAY_MINUTES));
      const view = await door.take({ reason });
      expect(view).toMatchObject({ status: 'in_review', alternative_path: { means: 'document_review' } });
      expect(view).not.toHaveProperty('alternative_path_offered');
      expect(door.stored().review).toMatchObject({
        questions: ['possible_duplicate', 'alternative_path'],
        reason_codes: ['duplicate_face', 'alternative_path'],
        due_at: minutesAfter(DAY_MINUTES).toISOString(),
      });
      // its event opens the case
      expect(door.sessions.events).toMatchObject([{ type: 'verification_session.held' }]);
      expect(await door.take({ reason })).toEqual(view);
      expect(door.metrics).toHaveLength(1);
    }
  });

  it('is refused before, without a promise, and a liveness check at any time', async () => {
    const early = aDoor(held(), minutesAfter(DAY_MINUTES - 1));
    await expect(early.take(WITHOUT_FACE)).rejects.toMatchObject({
      code: 'invalid_state',
      message: `verification session vs_1 is in review until ${minutesAfter(DAY_MINUTES).toISOString()}; ask later`,
    });
    const { due_at: _none, ...review } = aReview([], [], NOON);
    const older = aDoor(held({ review }), minutesAfter(DAY_MINUTES));
    await expect(older.take(WITHOUT_FACE)).rejects.toMatchObject({ code: 'invalid_state' });
    const late = aDoor(held(), minutesAfter(DAY_MINUTES));
    await expect(late.take({ reason: 'photosensitive', means: 'movement_challenge' })).rejects.toMatchObject({
      code: 'invalid_state',
    });
    const none = aDoor(held({ alternative_means: ['movement_challenge'] }), minutesAfter(DAY_MINUTES));
    await expect(none.take(WITHOUT_FACE)).rejects.toMatchObject({ code: 'alternative_path_not_offered' });
  });
});
