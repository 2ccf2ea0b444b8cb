import { describe, expect, it } from 'vitest';
import { readDecidedSessions } from '../../../lambda/policy-simulations/read-decided-sessions.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import type { SessionStore } from '../../../lambda/sessions/ports/session-store.ts';
import { aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const session = (number: number, changes: Partial<VerificationSession>) =>
  aSession({ id: `vs_${String(number).padStart(4, '0')}`, ...changes });
const clock = () => NOON;
const read = async (wanted: number, ...stored: readonly VerificationSession[]) => {
  const sessions = new InMemorySessionStore(...stored);
  const answer = await readDecidedSessions(TENANT, 'registration', wanted, { sessions, clock });
  return { ids: answer.sessions.map(({ id }) => id), reachedLimit: answer.reachedLimit };
};

describe('readDecidedSessions', () => {
  it('reads decided and held sessions of the type, the newest first', async () => {
    expect(
      await read(
        9,
        session(1, { status: 'approved' }),
        session(2, { status: 'declined' }),
        session(3, { status: 'in_review' }),
        session(4, { status: 'requires_input' }),
        session(5, { status: 'error' }),
        session(6, { status: 'approved', type: 'authentication' }),
        session(7, { status: 'approved', livemode: false }),
      ),
    ).toEqual({ ids: ['vs_0003', 'vs_0002', 'vs_0001'], reachedLimit: false });
  });

  it('reads as many as are wanted, over pages', async () => {
    const many = Array.from({ length: 250 }, (_, index) =>
      session(index, { status: index % 2 === 0 ? 'approved' : 'declined' }),
    );
    const { ids, reachedLimit } = await read(220, ...many);

    expect(ids).toEqual(
      many
        .map(({ id }) => id)
        .toReversed()
        .slice(0, 220),
    );
    expect(reachedLimit).toBe(false);
  });

  it('stops after some reads, or some seconds, among sessions of other types', async () => {
    let reads = 0;
    const logins: Pick<SessionStore, 'list'> = {
      list: async (_tenant, { status = 'approved' }) => {
        reads += 1;
        const one = session(10_000 - reads, { status, type: 'authentication' });
        return { sessions: [one], lastId: one.id };
      },
    };
    const patient = { sessions: logins, clock };

    expect(await readDecidedSessions(TENANT, 'registration', 1, patient)).toEqual({
      sessions: [],
      reachedLimit: true,
    });
    expect(reads).toBe(60);
    let minute = 0;
    const slow = { sessions: logins, clock: () => minutesAfter(minute++) };
    expect((await readDecidedSessions(TENANT, 'registration', 1, slow)).reachedLimit).toBe(true);
    expect(reads).toBe(60);
  });
});
