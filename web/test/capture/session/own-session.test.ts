import { apiClient } from '@face-idv/client';
import { describe, expect, it } from 'vitest';
import { type OwnSession, ownSession } from '../../../src/capture/session/own-session.ts';

interface Call {
  readonly line: string;
  readonly key: string | null;
  readonly body: unknown;
}

/** A session of an API that answers every call alike. */
function withApi(answer: object = {}) {
  const calls: Call[] = [];
  const uploads: FormData[] = [];
  const api = apiClient({
    apiUrl: 'https://api.example.com/v1',
    accessToken: () => 'a-token',
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      calls.push({
        line: `${request.method} ${pathname.replace('/v1', '')}${search}`,
        key: request.headers.get('idempotency-key'),
        body: text ? JSON.parse(text) : undefined,
      });
      return Response.json(answer);
    },
  });
  const session = ownSession(api, 's-1', async (_url, init) => {
    uploads.push(init?.body as FormData);
    return new Response(null, { status: 204 });
  });
  return { session, calls, uploads };
}

describe('a session', () => {
  it.each<[string, (session: OwnSession) => Promise<unknown>]>([
    ['POST /verification-sessions/s-1/liveness-sessions', (one) => one.createLiveness('k')],
    [
      'POST /verification-sessions/s-1/liveness-sessions/l-1/complete',
      (one) => one.completeLiveness('l-1', 'k'),
    ],
    ['POST /verification-sessions/s-1/submit', (one) => one.submit('k')],
    [
      'POST /verification-sessions/s-1/alternative-path',
      (one) => one.takeAlternative('other', undefined, 'k'),
    ],
    ['POST /verification-sessions/s-1/capture-links', (one) => one.captureLink('k')],
    ['POST /verification-sessions/s-1/cancel', (one) => one.cancel('k')],
    ['POST /verification-sessions/s-1/interruption', (one) => one.interrupt('connection_lost', 'k')],
  ])('is changed once, by its key: %s', async (line, call) => {
    const { session, calls } = withApi();
    await call(session);
    expect(calls.map((one) => one.line)).toEqual([line]);
    expect(calls[0]?.key).toBe('k');
  });

  it('shows its text in the language and under the law of its person', async () => {
    const { session, calls } = withApi();
    await session.consentText('2026-01', { locale: 'de-CH', jurisdiction: 'CH-ZH' });
    await session.consentText('2026-01', { locale: 'de' });
    expect(calls.map(({ line }) => line)).toEqual([
      'GET /consent-texts/2026-01?locale=de-CH&jurisdiction=CH-ZH',
      'GET /consent-texts/2026-01?locale=de',
    ]);
  });

  it('asks for the means that the person has chosen, and otherwise leaves it to the API', async () => {
    const { session, calls } = withApi();
    await session.takeAlternative('photosensitive', undefined, 'k');
    await session.takeAlternative('does_not_want_face_check', 'document_review', 'k');
    expect(calls.map(({ body }) => body)).toEqual([
      { reason: 'photosensitive' },
      { reason: 'does_not_want_face_check', means: 'document_review' },
    ]);
  });

  it('posts a photo to the storage by the form that the API gave', async () => {
    const upload = { url: 'https://uploads.example.com/', fields: { key: 'a/b' } };
    const { session, calls, uploads } = withApi({ upload, max_bytes: 100 });
    await session.upload(new Blob(['x'], { type: 'image/png' }));
    expect(calls[0]?.body).toEqual({ content_type: 'image/png' });
    expect([...(uploads[0]?.keys() ?? [])]).toEqual(['key', 'file']);
  });

  it('is viewed, and waited for until it is decided', async () => {
    const { session, calls } = withApi({ status: 'approved' });
    expect(await session.view()).toEqual({ status: 'approved' });
    expect(await session.decision(new AbortController().signal)).toEqual({ status: 'approved' });
    expect(calls.map(({ line }) => line)).toEqual([
      'GET /verification-sessions/s-1',
      'GET /verification-sessions/s-1/decision?wait=5',
    ]);
  });
});
