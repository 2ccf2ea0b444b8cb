import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../lambda/client-sessions/domain/capture-link.ts';
import { createCaptureLink, toCaptureLinkView } from '../../../lambda/sessions/create-capture-link.ts';
import { aBackend, aCaller, aClient, aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemoryCaptureLinks } from '../../support/lambda/in-memory-capture-links.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const ID = 'vs_01kjq8w0g3x7c9v2m5n8b4t6rd';

function aDesktop(session = aSession({ id: ID }), now = NOON) {
  const { emit, metrics } = recordedMetrics();
  const captureLinks = new InMemoryCaptureLinks();
  let made = 0;
  const dependencies = {
    sessions: new InMemorySessionStore(session),
    captureLinks,
    pageUrl: 'https://app.example.com/capture',
    newSecret: (bytes: number) => {
      made += 1;
      return new Uint8Array(bytes).fill(made);
    },
    newIdentifier: (prefix: string) => `${prefix}_1`,
    clock: () => now,
    emit,
  };
  const create = (caller = aBackend()) => createCaptureLink(caller, ID, dependencies);
  const present = (caller = aBackend(), id = 'cl_1') => toCaptureLinkView(caller, ID, { id }, dependencies);
  return { captureLinks, create, present, metrics, dependencies };
}
const secretIn = (url: string) => new URL(url).hash.replace('#capture=', '');

describe('a capture link', () => {
  it.each([
    ['the backend', aBackend()],
    ['the person', aCaller()],
    ["the session's app", aClient(ID)],
  ])('is for %s', async (_who, caller) => {
    const { create, present, captureLinks, metrics } = aDesktop();
    const link = await create(caller);
    expect(link).toEqual({ id: 'cl_1' });
    const { url, expires_at } = await present(caller);
    expect(expires_at).toBe(minutesAfter(10).toISOString());
    const place = placeOf(secretIn(url));
    expect(place).toMatchObject({ tenant: 'acme', session_id: ID });
    expect((await captureLinks.get('acme', ID)).links).toEqual([
      { id: 'cl_1', secret_sha256: place?.secret_sha256, expires_at },
    ]);
    expect(metrics).toEqual([{ name: 'CaptureLink', value: 1, dimensions: { Result: 'created' } }]);
  });

  it('has another secret in every answer', async () => {
    const { present, captureLinks } = aDesktop();
    const [first, second] = [await present(), await present()];
    expect(second.url).not.toBe(first.url);
    expect((await captureLinks.get('acme', ID)).links).toHaveLength(1);
  });

  it('is not shown again once it was used', async () => {
    const { present, captureLinks } = aDesktop();
    await present();
    const { links, revision } = await captureLinks.get('acme', ID);
    await captureLinks.put('acme', ID, { links: links.map((one) => ({ ...one, used_by: 'x' })), revision });
    await expect(present()).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('is made although another page makes one at the same time', async () => {
    const { present, captureLinks } = aDesktop();
    await Promise.all(['cl_1', 'cl_2', 'cl_3'].map((id) => present(aBackend(), id)));
    expect((await captureLinks.get('acme', ID)).links).toHaveLength(3);
  });

  it('fails if the row is changed each time', async () => {
    const { present, captureLinks } = aDesktop();
    captureLinks.put = async () => false;
    await expect(present()).rejects.toThrow('in each of 8 attempts');
  });

  it.each([
    ['a session that is not open', aBackend(), aSession({ id: ID, status: 'approved' }), 'invalid_state'],
    ["another person's session", aCaller(['self'], 'user-2'), aSession({ id: ID }), 'not_found'],
    ["another session's app", aClient('vs_2'), aSession({ id: ID }), 'not_found'],
  ])('is refused for %s, also to a repeated request', async (_what, caller, session, code) => {
    const { create, present } = aDesktop(session);
    await expect(create(caller)).rejects.toMatchObject({ code });
    await expect(present(caller)).rejects.toMatchObject({ code });
  });
});
