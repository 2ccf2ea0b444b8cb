import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { createCheck } from '../../../lambda/kernel/check.ts';
import { approval, declined, fault } from '../../../lambda/kernel/decision.ts';
import { tryAgain } from '../../../lambda/sessions/domain/session-run.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { emitTransition, moveSession } from '../../../lambda/sessions/move-session.ts';
import { moved } from '../../support/lambda/a-moved-session.ts';
import {
  aCompleteSession,
  aReview,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aMove(session = aSession()) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(session);
  const dependencies = { sessions, transitions: sessions, clock: () => NOON, emit };
  const planned: VerificationSession[] = [];
  /** Lets others move the session before the next write, as often as there are moves. */
  const interrupted = (...moves: readonly (() => Promise<unknown>)[]) => {
    const { apply } = sessions;
    const left = [...moves];
    sessions.apply = async (applied, effects) => {
      const other = left.shift();
      if (other) {
        sessions.apply = apply;
        await other();
        sessions.apply = wrapped;
      }
      return apply(applied, effects);
    };
    const wrapped = sessions.apply;
  };
  return {
    sessions,
    dependencies,
    metrics,
    planned,
    interrupted,
    stored: () => sessions.stored(TENANT, session.id),
    cancel: () =>
      moveSession(
        session,
        (current) => {
          planned.push(current);
          return { name: 'cancel' };
        },
        dependencies,
      ),
  };
}

describe('moving a session', () => {
  it('writes the transition and counts it', async () => {
    const move = aMove();
    expect((await move.cancel())?.session).toEqual(move.stored());
    expect(move.stored()).toMatchObject({ status: 'canceled', sequence: 2 });
    expect(move.sessions.events).toMatchObject([{ type: 'verification_session.canceled', sequence: 2 }]);
    expect(move.metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions: { Type: 'registration', Outcome: 'canceled' } },
      {
        name: 'VerificationIncomplete',
        value: 1,
        dimensions: { Type: 'registration', Outcome: 'canceled', Step: 'start', Reason: 'unknown' },
      },
    ]);
  });

  it('plans again with the session as it is when another writer came first', async () => {
    const move = aMove();
    move.interrupted(() => move.sessions.move(TENANT, 'vs_1', 'fail_liveness', { liveness_failures: 1 }));
    expect((await move.cancel())?.session).toMatchObject({ liveness_failures: 1, sequence: 3 });
    expect(move.planned.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(move.metrics.map(({ name }) => name)).toEqual(['VerificationDecided', 'VerificationIncomplete']);
  });

  it('does nothing where the status no longer allows it, the plan says so, or the session is gone', async () => {
    const submitted = aMove();
    submitted.interrupted(() => submitted.sessions.move(TENANT, 'vs_1', 'submit'));
    expect(await submitted.cancel()).toBeUndefined();
    expect(submitted.stored().status).toBe('processing');
    const unplanned = aMove();
    expect(await moveSession(aSession(), () => undefined, unplanned.dependencies)).toBeUndefined();
    const gone = aMove();
    gone.sessions.apply = async () => {
      gone.sessions.sessions.clear();
      return false;
    };
    expect(await gone.cancel()).toBeUndefined();
    for (const { metrics } of [submitted, unplanned, gone]) expect(metrics).toEqual([]);
  });

  it('gives up on a session that others keep changing', async () => {
    const move = aMove();
    move.sessions.apply = async () => false;
    await expect(move.cancel()).rejects.toThrow('session vs_1 was changed by others in each of 8 attempts');
    expect(move.planned).toHaveLength(8);
  });

  it('ends with what the plan throws', async () => {
    const plan = () => {
      throw new Error('not any more');
    };
    await expect(moveSession(aSession(), plan, aMove().dependencies)).rejects.toThrow('not any more');
  });

  it('writes effects with the transition and counts the lockouts among them', async () => {
    const move = aMove();
    const subject = { kind: 'device', id: 'phone-1' } as const;
    const ledger = { ...EMPTY_LEDGER, timeouts: 1 };
    await moveSession(
      aSession(),
      () => ({
        name: 'fail_liveness',
        effects: { lockouts: [{ tenant: TENANT, subject, ledger, revision: 0, step: 'timeout' }] },
      }),
      move.dependencies,
    );
    expect(await move.sessions.lockouts.read(TENANT, subject)).toMatchObject(ledger);
    expect(move.metrics).toContainEqual({
      name: 'DeviceLockedOut',
      value: 1,
      dimensions: { Step: 'timeout' },
    });
  });
});

describe('a transition that was written', () => {
  const counted = (...applied: Parameters<typeof moved>) => {
    const { emit, metrics } = recordedMetrics();
    emitTransition(moved(...applied), emit);
    return metrics.map(({ name, value, dimensions }) => [name, value, Object.values(dimensions).join(' ')]);
  };
  const processing = aSession({ status: 'processing' });

  it('is counted with the outcome, the time it took and every reason', () => {
    const decision = declined(['face_mismatch', 'duplicate_face'], '0123456789ab', minutesAfter(2));
    const face_match = createCheck({ reasons: ['face_mismatch'], calls: {} }, NOON, NOON, {});
    const compared = { ...processing, checks: { face_match } };
    expect(counted(compared, 'decline', { decision })).toEqual([
      ['VerificationDecided', 1, 'registration declined'],
      ['VerificationDuration', 120_000, 'registration declined'],
      ['VerificationReason', 1, 'registration face_match face_mismatch'],
      ['VerificationReason', 1, 'registration session duplicate_face'],
    ]);
    expect(counted(processing, 'approve', { decision: approval('0123456789ab', NOON) })).toEqual([
      ['VerificationDecided', 1, 'registration approved'],
      ['VerificationDuration', 0, 'registration approved'],
    ]);
  });

  it('is counted by the step and the reason where nothing was decided, and without a time', () => {
    const interruption = {
      reason: 'camera_permission_denied',
      step: 'liveness',
      reported_at: NOON.toISOString(),
    } as const;
    const session = aSession({ sequence: 2, interruption });
    for (const [name, outcome] of [
      ['cancel', 'canceled'],
      ['expire', 'expired'],
      ['abandon', 'abandoned'],
    ] as const)
      expect(counted(session, name)).toEqual([
        ['VerificationDecided', 1, `registration ${outcome}`],
        ['VerificationIncomplete', 1, `registration ${outcome} liveness camera_permission_denied`],
      ]);
    // the person has gone on since the report
    const afterwards = { ...session, selfie: aCompleteSession().selfie };
    expect(counted(afterwards, 'abandon')).toContainEqual([
      'VerificationIncomplete',
      1,
      'registration abandoned document unknown',
    ]);
  });

  it('is counted by its fault where it failed', () => {
    expect(counted(processing, 'fail', { decision: fault('search_incomplete', NOON) })).toContainEqual([
      'VerificationIncomplete',
      1,
      'registration error processing search_incomplete',
    ]);
  });

  it('is counted by its reason where it holds the session', () => {
    const review = aReview(['search_incomplete'], ['search_incomplete'], NOON);
    expect(counted(processing, 'hold', { review })).toEqual([['VerificationHeld', 1, 'search_incomplete']]);
    const asked = aReview(['alternative_path'], ['alternative_path'], NOON);
    const session = aSession({ alternative_path: WITHOUT_FACE });
    expect(counted(session, 'submit_document', { review: asked })).toEqual([
      ['VerificationSubmitted', 1, 'registration'],
      ['VerificationHeld', 1, 'alternative_path'],
    ]);
  });

  it('is counted by its reasons where the person may try again, and as no decision', () => {
    const attempt = tryAgain(['face_mismatch', 'document_image_too_dark'], '0123456789ab', NOON);
    expect(counted(processing, 'try_again', { attempt })).toEqual([
      ['AttemptFailed', 1, 'document face_mismatch'],
      ['AttemptFailed', 1, 'document document_image_too_dark'],
    ]);
  });

  it('is not counted where the session goes on', () => {
    for (const name of ['pass_liveness', 'fail_liveness'] as const)
      expect(counted(aSession(), name)).toEqual([]);
    expect(counted(aSession(), 'submit')).toEqual([['VerificationSubmitted', 1, 'registration']]);
    expect(counted(aSession({ status: 'in_review' }), 'resume')).toEqual([]);
    const failed = aCompleteSession({
      status: 'error',
      submitted_at: NOON.toISOString(),
      decision: fault('upstream_unavailable', NOON),
    });
    expect(counted(failed, 'resubmit')).toEqual([['VerificationResubmitted', 1, '']]);
  });
});
