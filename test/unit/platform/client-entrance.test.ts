import { describe, expect, it } from 'vitest';
import { Problem } from '../../../lambda/kernel/problem.ts';
import { clientEntrance } from '../../../lambda/platform/client-entrance.ts';
import { anApiEvent } from '../../support/lambda/api-event.ts';
import { aClient } from '../../support/lambda/builders.ts';

const open = clientEntrance({ refuseClosed: async () => {} });
const eventWith = (authorizer: unknown, path: Record<string, string> = {}) => {
  const event = anApiEvent({ path });
  return { ...event, requestContext: { ...event.requestContext, authorizer } } as typeof event;
};
const CONTEXT = { tenant: 'acme', session_id: 'vs_1', principalId: 'vs_1', integrationLatency: 3 };

describe('the entrance of client tokens', () => {
  it("makes the caller of the authorizer's context, bound to its session", () => {
    expect(open.identify(eventWith(CONTEXT)).caller).toEqual(aClient());
  });

  it('puts the session of the token into the path, also over one that the request has named', () => {
    const { event } = open.identify(eventWith(CONTEXT, { id: 'vs_2', liveness_session_id: 'ls_1' }));
    expect(event.pathParameters).toEqual({ id: 'vs_1', liveness_session_id: 'ls_1' });
  });

  it.each([
    ['no authorizer has seen the request', undefined],
    ['the context names no tenant', { session_id: 'vs_1' }],
    ['the context names no session', { tenant: 'acme' }],
    ['the tenant is no name', { tenant: 'acme#x', session_id: 'vs_1' }],
    ['it is a token of the user pool', { claims: { sub: 'vs_1', scope: 'tenant/acme' } }],
  ])('refuses a caller if %s', (_what, authorizer) => {
    expect(() => open.identify(eventWith(authorizer))).toThrow(
      expect.objectContaining({ code: 'unauthorized' }),
    );
  });

  it('asks at every request whether the session is open', async () => {
    const closed = clientEntrance({
      refuseClosed: async ({ session_id }) => {
        throw new Problem('session_closed', `${session_id}`);
      },
    });
    const route = { scopes: ['self'] } as const;
    await expect(closed.permit(route, aClient())).rejects.toMatchObject({ code: 'session_closed' });
    expect(await open.permit(route, aClient())).toEqual(aClient());
  });
});
