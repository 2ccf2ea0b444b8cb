import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { admitSession } from '../../../lambda/sessions/admit-session.ts';
import type { SessionStatus } from '../../../lambda/sessions/domain/session-status.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aCreatedSession } from '../../support/lambda/a-moved-session.ts';
import { aSession, minutesAfter, NOON, WITHOUT_FACE } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const policy = { abuse: { ...DEFAULT_POLICY.abuse, max_open_sessions: { user: 2, device: 3 } } };

const admit = (sessions: InMemorySessionStore, session: VerificationSession, now = NOON) =>
  admitSession(session, now, { sessions, openSessions: sessions.openSessions, policy });

/** Opens sessions one after the other, as the function does. */
async function opened(...all: readonly VerificationSession[]): Promise<InMemorySessionStore> {
  const sessions = new InMemorySessionStore();
  for (const session of all) {
    await sessions.create(aCreatedSession(session), await admit(sessions, session));
  }
  return sessions;
}

describe('another session', () => {
  it('is refused to a user with as many open ones as are allowed, until the oldest expires', async () => {
    const sessions = await opened(
      aSession({ id: 'vs_1', device_id: 'a' }),
      aSession({ id: 'vs_2', device_id: 'b', expires_at: minutesAfter(70).toISOString() }),
    );
    const third = aSession({ id: 'vs_3', device_id: 'c' });
    await expect(admit(sessions, third)).rejects.toMatchObject({
      code: 'too_many_open_sessions',
      message: 'user user-1 has 2 open sessions, the most that are allowed; finish or cancel one',
      extensions: { retry_after_seconds: 3600 },
    });
    await expect(admit(sessions, third, minutesAfter(60))).resolves.toHaveLength(2);
  });

  it('is refused on a device with as many open ones, whoever opened them', async () => {
    const sessions = await opened(
      ...['ann', 'bob', 'cid'].map((user_id) => aSession({ id: `vs_${user_id}`, user_id })),
    );
    await expect(admit(sessions, aSession({ id: 'vs_4', user_id: 'dan' }))).rejects.toMatchObject({
      message: expect.stringContaining('device phone-1 has 3 open sessions'),
    });
    const { device_id: _none, ...nowhere } = aSession({ id: 'vs_4', user_id: 'dan' });
    await expect(admit(sessions, nowhere)).resolves.toHaveLength(1);
    await expect(
      admit(sessions, aSession({ id: 'vs_4', user_id: 'dan', device_id: 'x' })),
    ).resolves.toHaveLength(2);
  });

  it.each<[SessionStatus, boolean]>([
    ['requires_input', false],
    ['processing', false],
    ['in_review', true],
    ['approved', true],
    ['declined', true],
    ['canceled', true],
    ['error', true],
  ])('beside one that is %s is granted: %s', async (status, granted) => {
    const sessions = await opened(aSession({ id: 'vs_1' }), aSession({ id: 'vs_2' }));
    sessions.add(aSession({ id: 'vs_2', status }));
    const code = await admit(sessions, aSession({ id: 'vs_3' })).then(
      () => 'granted',
      (error) => error.code,
    );
    expect(code).toBe(granted ? 'granted' : 'too_many_open_sessions');
  });

  it('is refused beside reviews of documents without a face, which no check keeps anybody from', async () => {
    const sessions = await opened(aSession({ id: 'vs_1' }), aSession({ id: 'vs_2' }));
    const held = { status: 'in_review', alternative_path: WITHOUT_FACE } as const;
    sessions.add(aSession({ id: 'vs_1', ...held }), aSession({ id: 'vs_2', ...held }));
    await expect(admit(sessions, aSession({ id: 'vs_3' }))).rejects.toMatchObject({
      code: 'too_many_open_sessions',
    });
    sessions.add(aSession({ id: 'vs_2', ...held, status: 'approved' }));
    await expect(admit(sessions, aSession({ id: 'vs_3' }))).resolves.toBeDefined();
  });

  it('forgets the closed ones, so that the row stays as short as the limit', async () => {
    const sessions = await opened(aSession({ id: 'vs_1' }), aSession({ id: 'vs_2' }));
    sessions.add(aSession({ id: 'vs_1', status: 'approved' }));
    const [user] = await admit(sessions, aSession({ id: 'vs_3' }));
    expect(user?.open.sessions.map(({ id }) => id)).toEqual(['vs_2', 'vs_3']);
  });

  it('is granted beside those of another tenant', async () => {
    const tenant = 'other';
    const sessions = await opened(aSession({ tenant, id: 'vs_1' }), aSession({ tenant, id: 'vs_2' }));
    await expect(admit(sessions, aSession({ id: 'vs_3' }))).resolves.toHaveLength(2);
  });

  it('of a burst is written only as often as the limit allows, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 8 }), async (scheduler, burst) => {
        const sessions = new InMemorySessionStore();
        const slow = {
          get: (...args: Parameters<typeof sessions.openSessions.get>) =>
            scheduler.schedule(Promise.resolve()).then(() => sessions.openSessions.get(...args)),
        };
        const attempts = Array.from({ length: burst }, async (_, index) => {
          const session = aSession({ id: `vs_${index}` });
          for (;;) {
            const open = await admitSession(session, NOON, { sessions, openSessions: slow, policy }).catch(
              () => undefined,
            );
            if (!open) return;
            if (await sessions.create(aCreatedSession(session), open)) return;
          }
        });
        await scheduler.waitFor(Promise.all(attempts));
        expect(sessions.sessions.size).toBe(Math.min(burst, policy.abuse.max_open_sessions.user));
      }),
    );
  });
});
