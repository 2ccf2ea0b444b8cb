import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { attachClientToken } from '../../../lambda/sessions/attach-client-token.ts';
import { clientView, toClientView } from '../../../lambda/sessions/domain/client-view.ts';
import { aBackend, aCaller, aClient, anOperator, aSession, NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const attached = (caller: Caller, session = aSession()) =>
  attachClientToken(caller, toClientView(session, NOON), {
    signer: { sign: async (type, claims) => `${type} ${JSON.stringify(claims)}` },
    stage: 'test',
    clock: () => NOON,
    emit: recordedMetrics().emit,
  });

describe('the token of a session that was created', () => {
  it('is for the backend, and names its session and tenant', async () => {
    const view = await attached(aBackend());
    expect(view).toMatchObject({
      id: 'vs_1',
      client_token: expect.stringMatching(/^client-session\+jwt .*"sub":"vs_1","tenant":"acme"/),
    });
    expect(clientView.safeParse(view).success).toBe(true);
  });

  it.each([
    ['people', aCaller()],
    ['operators', anOperator()],
    ['apps', aClient()],
  ])('is not for %s', async (_who, caller) => {
    expect(await attached(caller)).toEqual(toClientView(aSession(), NOON));
  });
});
