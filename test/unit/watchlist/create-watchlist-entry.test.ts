import { describe, expect, it } from 'vitest';
import type { CreateWatchlistEntryRequest } from '../../../lambda/watchlist/contract.ts';
import { createWatchlistEntryRequest } from '../../../lambda/watchlist/contract.ts';
import { createWatchlistEntry } from '../../../lambda/watchlist/create-watchlist-entry.ts';
import { anEntry, InMemoryWatchlistEntries, UPLOAD } from '../../support/lambda/a-watchlist.ts';
import { anOperator, aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

const REQUEST = { reason: { code: 'confirmed_fraud' }, source: 'fraud team' } as const;
const DECLARED = { default: [aGeneration()], tenants: {}, watchlists: { [TENANT]: ['fraud'] } };

async function create(request: Partial<CreateWatchlistEntryRequest> = {}, list = 'fraud') {
  const entries = new InMemoryWatchlistEntries();
  const sessions = {
    get: async (tenant: string, id: string) => {
      if (tenant !== TENANT) return undefined;
      if (id === 'vs_1') return aSession({ selfie: { key: 'acme/vs_1/selfie', version_id: 'v1' } });
      return id === 'vs_2' ? aSession({ id }) : undefined;
    },
  };
  const entry = await createWatchlistEntry(
    anOperator(),
    list,
    { ...REQUEST, ...request },
    { entries, sessions, declared: DECLARED, clock: () => NOON, newIdentifier: (prefix) => `${prefix}_1` },
  );
  expect(entries.rows.get('wle_1')).toEqual(entry);
  return entry;
}

describe('an entry that is created', () => {
  it('waits for an upload under its own key', async () => {
    expect(await create({ content_type: 'image/jpeg' })).toEqual(
      anEntry({ added_by: 'operator-1', image: { key: UPLOAD } }),
    );
  });

  it('refers to the very selfie of a session, and says why, until when and from whom', async () => {
    const expires_at = minutesAfter(60).toISOString();
    const reason = { code: 'identity_theft', text: 'case 4711' } as const;
    expect(await create({ session_id: 'vs_1', expires_at, reason })).toMatchObject({
      state: 'pending',
      image: { key: 'acme/vs_1/selfie', version_id: 'v1' },
      session_id: 'vs_1',
      expires_at,
      reason,
      source: 'fraud team',
      added_by: 'operator-1',
    });
  });

  it.each([
    ['a list that the tenant does not have', {}, 'other', 'not_found'],
    ['a session that does not exist', { session_id: 'vs_9' }, 'fraud', 'invalid_request'],
    ['a session without a selfie', { session_id: 'vs_2' }, 'fraud', 'invalid_request'],
    ['an expiry that has passed', { expires_at: NOON.toISOString() }, 'fraud', 'invalid_request'],
  ] as const)('refuses %s', async (_what, request, list, code) => {
    await expect(create(request, list)).rejects.toMatchObject({ code });
  });
});

describe('a request for an entry', () => {
  it.each([
    [{ ...REQUEST, session_id: 'vs_1' }, true],
    [{ ...REQUEST, content_type: 'image/png' }, true],
    [REQUEST, false],
    [{ ...REQUEST, session_id: 'vs_1', content_type: 'image/png' }, false],
    [{ ...REQUEST, content_type: 'image/gif' }, false],
    [{ ...REQUEST, session_id: 'vs_1', reason: { code: 'dislike' } }, false],
    [{ ...REQUEST, session_id: 'vs_1', expires_at: 'tomorrow' }, false],
  ])('%o is valid: %s', (request, valid) => {
    expect(createWatchlistEntryRequest.safeParse(request).success).toBe(valid);
  });
});
