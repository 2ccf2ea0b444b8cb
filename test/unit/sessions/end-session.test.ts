import { describe, expect, it } from 'vitest';
import { approval, declined } from '../../../lambda/kernel/decision.ts';
import { endSession, failRegistration } from '../../../lambda/sessions/end-session.ts';
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
    await endSession(ended, 'decline', decision, dependencies, { submitted_at });
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
        dimensions: { Type: 'registration', ReasonCode: 'face_mismatch' },
      },
      {
        name: 'VerificationReason',
        value: 1,
        dimensions: { Type: 'registration', ReasonCode: 'duplicate_face' },
      },
    ]);
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

describe('ending a session for a fault', () => {
  const fail = (error: string, ending: ReturnType<typeof anEnding>) =>
    failRegistration(ended, error, ending.dependencies);

  it('says which, as far as a person may know', async () => {
    const ending = anEnding();
    await fail('ThrottlingException', ending);
    expect(ending.stored()).toMatchObject({
      status: 'error',
      decision: {
        outcome: 'error',
        reason_codes: ['upstream_throttled'],
        decided_by: 'fault',
        decided_at: minutesAfter(2).toISOString(),
      },
    });
  });

  it.each(['approved', 'declined', 'canceled', 'expired'] as const)(
    'takes nothing back of one that is %s',
    async (status) => {
      const ending = anEnding(aSession({ status }));
      await fail('TimeoutError', ending);
      expect(ending.stored()).toEqual(aSession({ status }));
      expect(ending.metrics).toEqual([]);
    },
  );

  it('fails where the session waits for its person, or is gone', async () => {
    await expect(fail('TimeoutError', anEnding(aSession()))).rejects.toThrow(
      'session vs_1 is requires_input and cannot fail',
    );
    await expect(fail('TimeoutError', anEnding(aSession({ id: 'vs_2' })))).rejects.toThrow(
      'session vs_1 is gone and cannot fail',
    );
  });
});
