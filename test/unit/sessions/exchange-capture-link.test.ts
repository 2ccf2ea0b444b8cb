import { describe, expect, it } from 'vitest';
import {
  NO_LINKS,
  placeOf,
  secretOf,
  withLink,
} from '../../../lambda/client-sessions/domain/capture-link.ts';
import { sessionStatus } from '../../../lambda/sessions/domain/session-status.ts';
import { exchangeCaptureLink } from '../../../lambda/sessions/exchange-capture-link.ts';
import { aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemoryCaptureLinks } from '../../support/lambda/in-memory-capture-links.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const ID = 'vs_01kjq8w0g3x7c9v2m5n8b4t6rd';
const SECRET = secretOf('acme', ID, new Uint8Array(32).fill(1));
const refusal = {
  code: 'capture_link_invalid',
  message: 'this link was used or is too old; show a new one on the other device',
};

async function aPhone(session = aSession({ id: ID }), minutes = 1) {
  const { emit, metrics } = recordedMetrics();
  const captureLinks = new InMemoryCaptureLinks();
  await captureLinks.put('acme', ID, withLink(NO_LINKS, 'cl_1', SECRET, NOON) ?? NO_LINKS);
  const dependencies = {
    sessions: new InMemorySessionStore(session),
    captureLinks,
    signer: { sign: async (_type: string, claims: object) => JSON.stringify(claims) },
    stage: 'test',
    clock: () => minutesAfter(minutes),
    emit,
  };
  const exchange = async (key = 'key', secret = SECRET) => {
    const place = placeOf(secret);
    if (!place) throw new Error('not a secret');
    return exchangeCaptureLink(place, key, dependencies);
  };
  const results = () =>
    metrics.flatMap(({ name, dimensions }) => (name === 'CaptureLink' ? [dimensions.Result] : []));
  return { exchange, captureLinks, results, dependencies };
}

describe('a capture link', () => {
  it('is exchanged for the token of its session', async () => {
    const { exchange, results } = await aPhone();
    const { client_token, client_token_expires_at } = await exchange();
    expect(JSON.parse(client_token)).toMatchObject({ sub: ID, tenant: 'acme' });
    expect(client_token_expires_at).toBe(minutesAfter(25 * 60).toISOString());
    expect(results()).toEqual(['exchanged']);
  });

  it('works once, and again for the same request, whose answer may have been lost', async () => {
    const { exchange, results } = await aPhone();
    const first = await exchange('key');
    await expect(exchange('another')).rejects.toMatchObject(refusal);
    expect(await exchange('key')).toEqual(first);
    expect(results()).toEqual(['exchanged', 'refused', 'repeated']);
  });

  it('works for one of several phones that exchange it at once', async () => {
    const { exchange } = await aPhone();
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => exchange(key)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['was never made', 1, SECRET.replace(/.$/, 'I')],
    ['is of another session', 1, SECRET.replace(/rd\./, 're.')],
    ['is of another tenant', 1, SECRET.replace('acme', 'other')],
    ['is ten minutes old', 10, SECRET],
  ])('gets the one answer if it %s', async (_what, minutes, secret) => {
    const { exchange, results } = await aPhone(aSession({ id: ID }), minutes);
    await expect(exchange('key', secret)).rejects.toMatchObject(refusal);
    expect(results()).toEqual(['refused']);
  });

  it.each(sessionStatus.options.filter((status) => status !== 'requires_input'))(
    'gets the same answer if its session is %s, and is not used up',
    async (status) => {
      const { exchange, captureLinks } = await aPhone(aSession({ id: ID, status }));
      await expect(exchange()).rejects.toMatchObject(refusal);
      expect((await captureLinks.get('acme', ID)).links[0]).not.toHaveProperty('used_by');
    },
  );

  it('fails if the row is changed each time', async () => {
    const { exchange, captureLinks } = await aPhone();
    captureLinks.put = async () => false;
    await expect(exchange()).rejects.toThrow('in each of 8 attempts');
  });
});
