import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { approval, declined } from '../../../lambda/kernel/decision.ts';
import { endSession } from '../../../lambda/sessions/end-session.ts';
import { aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const decision = declined(['face_mismatch', 'duplicate_face'], '0123456789ab', minutesAfter(2));
const ended = { tenant: TENANT, session_id: 'vs_1' } as const;

function anEnding(session = aSession({ status: 'processing' })) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(session);
  const dependencies = { sessions, transitions: sessions, emit, clock: () => minutesAfter(2) };
  return { metrics, dependencies, stored: () => sessions.stored(TENANT, session.id) };
}

describe('ending a session', () => {
  it('writes the decision, with what comes along, and counts outcome, duration and each reason', async () => {
    const { dependencies, metrics, stored } = anEnding();
    const submitted_at = minutesAfter(1).toISOString();
    await endSession(ended, 'decline', decision, dependencies, { facts: { submitted_at } });
    expect(stored()).toMatchObject({ status: 'declined', decision, submitted_at });
    expect(metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions: { Type: 'registration', Outcome: 'declined' } },
      {
        name: 'VerificationDuration',
        value: 120_000,
        dimensions: { Type: 'registration', Outcome: 'declined' },
      },
      {
        name: 'VerificationReason',
        value: 1,
        dimensions: { Type: 'registration', Step: 'session', ReasonCode: 'face_mismatch' },
      },
      {
        name: 'VerificationReason',
        value: 1,
        dimensions: { Type: 'registration', Step: 'session', ReasonCode: 'duplicate_face' },
      },
    ]);
  });

  it('writes the effects that it is given, as of the session that is written', async () => {
    const { dependencies } = anEnding();
    const seen: number[] = [];
    const subject = { kind: 'user', id: 'user-1' } as const;
    const ledger = { ...EMPTY_LEDGER, failures: [{ at: 1, user_id: 'user-1' }] };
    const { apply } = dependencies.sessions;
    dependencies.sessions.apply = async (applied, effects) => {
      dependencies.sessions.apply = apply;
      dependencies.sessions.add(aSession({ status: 'processing', sequence: 5 }));
      return apply(applied, effects);
    };
    await endSession(ended, 'decline', decision, dependencies, {
      effectsOf: async ({ sequence }) => {
        seen.push(sequence);
        return { lockouts: [{ tenant: TENANT, subject, ledger, revision: 0 }] };
      },
    });
    expect(seen).toEqual([1, 5]);
    expect((await dependencies.sessions.lockouts.read(TENANT, subject)).failures).toEqual(ledger.failures);
  });

  it('leaves one that has ended this way as it is', async () => {
    const { dependencies, metrics, stored } = anEnding(aSession({ status: 'declined' }));
    await endSession(ended, 'decline', decision, dependencies);
    expect(stored()).not.toHaveProperty('decision');
    expect(metrics).toEqual([]);
  });

  it('leaves a later run of the session as it is', async () => {
    const { dependencies, metrics, stored } = anEnding(aSession({ status: 'processing', runs: 2 }));
    await endSession(ended, 'decline', decision, dependencies);
    expect(stored()).toEqual(aSession({ status: 'processing', runs: 2 }));
    expect(metrics).toEqual([]);
    await endSession({ ...ended, run: 2 }, 'decline', decision, dependencies);
    expect(stored().status).toBe('declined');
  });

  it('fails where it ended otherwise, waits for its person, or is gone', async () => {
    const decline = (session: Parameters<typeof anEnding>[0]) =>
      endSession(ended, 'decline', decision, anEnding(session).dependencies);
    await expect(decline(aSession({ status: 'approved' }))).rejects.toThrow(
      'session vs_1 is approved and cannot decline',
    );
    await expect(decline(aSession())).rejects.toThrow('session vs_1 is requires_input and cannot decline');
    await expect(decline(aSession({ id: 'vs_2' }))).rejects.toThrow(
      'session vs_1 is gone and cannot decline',
    );
    const approve = endSession(
      ended,
      'approve',
      approval('0123456789ab', NOON),
      anEnding(aSession({ status: 'declined' })).dependencies,
    );
    await expect(approve).rejects.toThrow('session vs_1 is declined and cannot approve');
  });
});
