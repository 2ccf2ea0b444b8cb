import { expect, it } from 'vitest';
import { apiClient } from '../src/api-client.ts';
import { awaitDecision, uploadDocument } from '../src/journey.ts';
import { aServer, json, refusal } from './a-server.ts';

const aClient = (server: ReturnType<typeof aServer>) =>
  apiClient({ apiUrl: 'https://api.example.com/v1', accessToken: () => 'token', ...server });
const signal = new AbortController().signal;

it('waits until the session is decided, and passes over a call that was cut short', async () => {
  const server = aServer(
    json({ id: 'vs_1', status: 'processing' }),
    refusal(500, 'upstream_timeout'),
    json({ id: 'vs_1', status: 'approved' }),
  );
  const session = await awaitDecision(aClient(server), 'vs_1', signal, server.wait);
  expect(session.status).toBe('approved');
  expect(server.requests.map(({ url }) => new URL(url).search)).toEqual(['?wait=5', '?wait=5', '?wait=5']);
});

it('throws any other refusal of a wait', async () => {
  const server = aServer(refusal(404, 'not_found'));
  await expect(awaitDecision(aClient(server), 'vs_1', signal, server.wait)).rejects.toMatchObject({
    code: 'not_found',
  });
});

const FORM = {
  document_id: 'doc_1',
  upload: { url: 'https://bucket.example.com/', fields: { key: 'k', policy: 'p' } },
  max_bytes: 5_000_000,
  expires_at: '2026-03-02T12:00:00.000Z',
};
const PHOTO = new Blob(['photo'], { type: 'image/png' });

it('uploads a photo by the form that the API returns, the file last', async () => {
  const server = aServer(json(FORM, 201));
  const sent: [string, RequestInit][] = [];
  const send = async (url: unknown, init?: RequestInit) => {
    sent.push([String(url), init ?? {}]);
    return new Response(null, { status: 204 });
  };
  await uploadDocument(aClient(server), 'vs_1', PHOTO, send as typeof fetch);
  expect(await server.requests[0]?.json()).toEqual({ content_type: 'image/png' });
  const [[url, init] = ['', {}]] = sent;
  expect(url).toBe('https://bucket.example.com/');
  expect([...(init.body as FormData).keys()]).toEqual(['key', 'policy', 'file']);
});

it('says what the storage refused, and how large a photo may be', async () => {
  const send = async () => new Response('<Error><Code>EntityTooLarge</Code></Error>', { status: 400 });
  const upload = uploadDocument(aClient(aServer(json(FORM, 201))), 'vs_1', PHOTO, send as typeof fetch);
  await expect(upload).rejects.toThrow(
    'the upload was refused (EntityTooLarge); a photo has at most 5000000 bytes',
  );
});
