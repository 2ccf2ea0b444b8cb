import { describe, expect, it } from 'vitest';
import { cancelVerificationSession } from '../../../lambda/sessions/cancel-verification-session.ts';
import { aCaller, aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aCancellation(clock = () => NOON) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(aSession());
  return {
    sessions,
    metrics,
    cancel: () =>
      cancelVerificationSession(aCaller(), 'vs_1', { sessions, transitions: sessions, clock, emit }),
  };
}

describe('canceling a session', () => {
  it('ends it, once', async () => {
    const { cancel, metrics } = aCancellation();
    expect((await cancel()).status).toBe('canceled');
    await expect(cancel()).rejects.toMatchObject({ code: 'invalid_state' });
    const dimensions = { Type: 'registration', Outcome: 'canceled' };
    expect(metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions },
      {
        name: 'VerificationIncomplete',
        value: 1,
        dimensions: { ...dimensions, Step: 'start', Reason: 'unknown' },
      },
    ]);
  });

  it('refuses a session that somebody submits at the same time', async () => {
    const { cancel, sessions, metrics } = aCancellation();
    const { apply } = sessions;
    sessions.apply = async (applied, effects) => {
      sessions.apply = apply;
      await sessions.move(TENANT, 'vs_1', 'submit');
      return apply(applied, effects);
    };
    await expect(cancel()).rejects.toMatchObject({
      code: 'invalid_state',
      message: 'verification session vs_1 is processing',
    });
    expect(metrics).toEqual([]);
  });

  it('refuses an expired session', async () => {
    const { cancel, sessions } = aCancellation(() => minutesAfter(60));
    await expect(cancel()).rejects.toMatchObject({ code: 'session_expired' });
    // only the sweep writes that it has expired
    expect(sessions.stored(TENANT, 'vs_1').status).toBe('requires_input');
  });

  it("refuses another user's session", async () => {
    const { sessions } = aCancellation();
    const stranger = aCaller(['self'], 'user-2');
    const dependencies = {
      sessions,
      transitions: sessions,
      clock: () => NOON,
      emit: recordedMetrics().emit,
    };
    await expect(cancelVerificationSession(stranger, 'vs_1', dependencies)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(sessions.stored(TENANT, 'vs_1').status).toBe('requires_input');
  });
});
