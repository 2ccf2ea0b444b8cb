import { describe, expect, it } from 'vitest';
import { livenessSessionView } from '../../../lambda/liveness/contract.ts';
import { toLivenessSessionView } from '../../../lambda/liveness/liveness-session-view.ts';
import {
  aCaller,
  aLivenessSession,
  aSession,
  minutesAfter,
  NOON,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const DIMMED = {
  means: 'movement_challenge',
  reason: 'photosensitive',
  requested_at: NOON.toISOString(),
} as const;

const CREDENTIALS = {
  access_key_id: 'key',
  secret_access_key: 'secret',
  session_token: 'token',
  expires_at: minutesAfter(15).toISOString(),
};

function aView(session = aSession(), now = NOON, caller = aCaller()) {
  const issued: string[] = [];
  const view = toLivenessSessionView(caller, aLivenessSession(), {
    sessions: new InMemorySessionStore(session),
    credentials: {
      issue: async (id) => {
        issued.push(id);
        return CREDENTIALS;
      },
    },
    region: async () => 'eu-west-1',
    clock: () => now,
  });
  return { view, issued };
}

describe('the view of a liveness session', () => {
  it('has credentials for it', async () => {
    const { view, issued } = aView();
    const { id, challenge, expires_at } = aLivenessSession();
    expect(await view).toEqual({
      liveness_session_id: id,
      region: 'eu-west-1',
      challenge,
      expires_at,
      credentials: CREDENTIALS,
    });
    expect(livenessSessionView.parse(await view)).toEqual(await view);
    expect(issued).toEqual([id]);
  });

  it.each([
    ['submitted', aSession({ status: 'processing' }), NOON, 'invalid_state'],
    ['canceled', aSession({ status: 'canceled' }), NOON, 'invalid_state'],
    ['declined', aSession({ status: 'declined' }), NOON, 'invalid_state'],
    ['over', aSession(), minutesAfter(60), 'session_expired'],
    ['open, and the check is over', aSession(), minutesAfter(3), 'liveness_session_expired'],
    ['on the path without a face', aSession({ alternative_path: WITHOUT_FACE }), NOON, 'invalid_state'],
    ['to go without the light that it shows', aSession({ alternative_path: DIMMED }), NOON, 'invalid_state'],
    ["another user's", aSession({ user_id: 'user-2' }), NOON, 'not_found'],
  ] as const)('has none once the session is %s', async (_what, session, now, code) => {
    const { view, issued } = aView(session, now);
    await expect(view).rejects.toMatchObject({ code });
    expect(issued).toEqual([]);
  });
});
