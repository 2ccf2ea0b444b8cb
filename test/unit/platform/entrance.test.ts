import { describe, expect, it } from 'vitest';
import { userPoolEntrance } from '../../../lambda/platform/entrance.ts';
import { anApiEvent } from '../../support/lambda/api-event.ts';

describe('the entrance of tokens of the user pool', () => {
  const entrance = userPoolEntrance({ accept: async (client) => client === 'app' });

  it('leaves the request as it is', () => {
    const event = anApiEvent({ path: { id: 'vs_1' } });
    const identified = entrance.identify(event);
    expect(identified.event).toBe(event);
    expect(identified.caller).toMatchObject({ tenant: 'acme', subject: 'user-1', scopes: ['self'] });
    expect(identified.caller).not.toHaveProperty('session_id');
  });

  it('takes no context of another authorizer for a token', () => {
    const event = anApiEvent({ scope: undefined });
    const authorizer = { tenant: 'acme', session_id: 'vs_1' };
    expect(() =>
      entrance.identify({ ...event, requestContext: { ...event.requestContext, authorizer } }),
    ).toThrow(expect.objectContaining({ code: 'unauthorized' }));
  });

  it('refuses tokens of other clients, and callers whom the route does not take', async () => {
    await expect(entrance.admit(anApiEvent({ clientId: 'other' }))).rejects.toMatchObject({
      code: 'unauthorized',
    });
    await entrance.admit(anApiEvent());
    const { caller } = entrance.identify(anApiEvent());
    await expect(entrance.permit({ scopes: ['manage'] }, caller)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
