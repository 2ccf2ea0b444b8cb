import { describe, expect, it } from 'vitest';
import { listVerificationSessions } from '../../../lambda/sessions/list-verification-sessions.ts';
import { aBackend, aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const sessions = new InMemorySessionStore(
  aSession({ id: 'vs_1' }),
  aSession({ id: 'vs_2' }),
  aSession({ id: 'vs_3' }),
  aSession({ id: 'vs_4', user_id: 'user-2' }),
  aSession({ id: 'vs_5', status: 'approved' }),
  aSession({ id: 'vs_6', type: 'authentication' }),
  aSession({ id: 'vs_7', tenant: 'other' }),
);
const list = (query: Parameters<typeof listVerificationSessions>[1], clock = () => NOON) =>
  listVerificationSessions(aBackend(), query, { sessions, clock });
const idsOf = async (query: Parameters<typeof listVerificationSessions>[1]) =>
  (await list(query)).data.map(({ id }) => id);

describe('listing sessions', () => {
  it('goes page by page, the newest first', async () => {
    const query = { user_id: 'user-1', status: 'requires_input', type: 'registration', limit: 2 } as const;
    expect(await list(query)).toMatchObject({
      data: [{ id: 'vs_3' }, { id: 'vs_2' }],
      has_more: true,
      next_cursor: 'vs_2',
    });
    expect(await list({ ...query, cursor: 'vs_2' })).toMatchObject({
      data: [{ id: 'vs_1' }],
      has_more: false,
      next_cursor: null,
    });
  });

  it('finds those of a user, of a status, of a type, and of all at once', async () => {
    expect(await idsOf({ user_id: 'user-1', limit: 9 })).toEqual(['vs_6', 'vs_5', 'vs_3', 'vs_2', 'vs_1']);
    expect(await idsOf({ user_id: 'user-2', limit: 9 })).toEqual(['vs_4']);
    expect(await idsOf({ status: 'approved', limit: 9 })).toEqual(['vs_5']);
    expect(await idsOf({ user_id: 'user-1', type: 'authentication', limit: 9 })).toEqual(['vs_6']);
    expect(await idsOf({ user_id: 'user-2', status: 'approved', limit: 9 })).toEqual([]);
  });

  it('names to the store nothing that was not asked for', async () => {
    const filters: unknown[] = [];
    const recording = new InMemorySessionStore();
    recording.list = async (_tenant, filter) => {
      filters.push(filter);
      return { sessions: [] };
    };
    const dependencies = { sessions: recording, clock: () => NOON };
    await listVerificationSessions(aBackend(), { user_id: 'user-1', limit: 9 }, dependencies);
    await listVerificationSessions(
      aBackend(),
      { status: 'declined', type: 'registration', limit: 9 },
      dependencies,
    );
    await listVerificationSessions(
      aBackend(),
      { user_id: 'user-1', livemode: 'false', limit: 9 },
      dependencies,
    );
    expect(filters).toStrictEqual([
      { livemode: true, userId: 'user-1' },
      { livemode: true, status: 'declined', type: 'registration' },
      { livemode: false, userId: 'user-1' },
    ]);
  });

  it('shows as expired what has expired meanwhile', async () => {
    const page = await list({ user_id: 'user-2', limit: 9 }, () => minutesAfter(60));
    expect(page.data.map(({ status }) => status)).toEqual(['expired']);
  });

  it('refuses to list all sessions of a tenant', async () => {
    await expect(list({ type: 'registration', limit: 2 })).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'specify status or user_id',
    });
  });
});
