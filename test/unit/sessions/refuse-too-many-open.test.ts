import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { refuseTooManyOpen } from '../../../lambda/sessions/refuse-too-many-open.ts';
import { aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const policy = {
  ...DEFAULT_POLICY,
  abuse: { ...DEFAULT_POLICY.abuse, max_open_sessions: { user: 2, device: 3 } },
};
const opener = { tenant: TENANT, user_id: 'user-1', device_id: 'phone-1' };
const ask = (
  sessions: InMemorySessionStore,
  now = NOON,
  who: Parameters<typeof refuseTooManyOpen>[0] = opener,
) => refuseTooManyOpen(who, now, { sessions, policy });

describe('another session', () => {
  it('is refused to a user with as many open ones as are allowed, until the oldest expires', async () => {
    const sessions = new InMemorySessionStore(
      aSession({ id: 'vs_1', device_id: 'a' }),
      aSession({ id: 'vs_2', device_id: 'b', expires_at: minutesAfter(70).toISOString() }),
    );
    await expect(ask(sessions)).rejects.toMatchObject({
      code: 'too_many_open_sessions',
      message: 'user user-1 has 2 open sessions, the most that are allowed; finish or cancel one',
      extensions: { retry_after_seconds: 3600 },
    });
    await expect(ask(sessions, minutesAfter(60))).resolves.toBeUndefined();
  });

  it('is refused on a device with as many open ones, whoever opened them', async () => {
    const sessions = new InMemorySessionStore(
      ...['ann', 'bob', 'cid'].map((user_id) => aSession({ id: `vs_${user_id}`, user_id })),
    );
    await expect(ask(sessions)).rejects.toMatchObject({
      message: expect.stringContaining('device phone-1 has 3 open sessions'),
    });
    await expect(ask(sessions, NOON, { tenant: TENANT, user_id: 'user-1' })).resolves.toBeUndefined();
    await expect(ask(sessions, NOON, { ...opener, device_id: 'other' })).resolves.toBeUndefined();
  });

  it('is granted once one was submitted or canceled', async () => {
    const sessions = new InMemorySessionStore(aSession(), aSession({ id: 'vs_2', status: 'processing' }));
    await expect(ask(sessions)).resolves.toBeUndefined();
  });

  it('is granted beside those of another tenant', async () => {
    const sessions = new InMemorySessionStore(
      aSession({ tenant: 'other' }),
      aSession({ tenant: 'other', id: 'vs_2' }),
    );
    await expect(ask(sessions)).resolves.toBeUndefined();
  });
});
