import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  clientSessionFetch,
  clientSessionUrl,
  OWN,
} from '../../../src/capture/session/client-session-fetch.ts';

const openapi = JSON.parse(
  await readFile(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8'),
) as { readonly paths: Record<string, object> };

/** Calls on a session that only backends and operators make. */
const NOT_A_PERSONS = ['/report', '/explanation'];

afterEach(() => void vi.unstubAllGlobals());

describe('the address of a call with a client token', () => {
  const calls = Object.keys(openapi.paths).filter(
    (path) =>
      (path.startsWith('/verification-sessions/{id}') || path.startsWith('/consent-texts/')) &&
      !NOT_A_PERSONS.some((end) => path.endsWith(end)),
  );

  it.each(calls)('is one that the API serves: %s', (path) => {
    const other = clientSessionUrl(path.replace('{id}', OWN));
    expect(openapi.paths).toHaveProperty([other]);
    expect(Object.keys(openapi.paths[other] ?? {})).toEqual(Object.keys(openapi.paths[path] ?? {}));
  });

  it('keeps the API, its stage and the query', () => {
    expect(clientSessionUrl('https://api.example.com/v1/consent-texts/2026-01?locale=de')).toBe(
      'https://api.example.com/v1/client-session/consent-texts/2026-01?locale=de',
    );
    expect(clientSessionUrl('https://api.example.com/v1/verification-sessions/own/decision?wait=5')).toBe(
      'https://api.example.com/v1/client-session/decision?wait=5',
    );
  });
});

describe('a call with a client token', () => {
  const sent = (): Request[] => {
    const requests: Request[] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      requests.push(new Request(url, init));
      return new Response('{}');
    });
    return requests;
  };

  it('keeps its method, headers and body', async () => {
    const requests = sent();
    await clientSessionFetch(
      new Request('https://api.example.com/v1/verification-sessions/own/documents', {
        method: 'POST',
        headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
        body: '{"content_type":"image/png"}',
      }),
    );
    const [request] = requests;
    expect(request?.url).toBe('https://api.example.com/v1/client-session/documents');
    expect(request?.method).toBe('POST');
    expect(request?.headers.get('authorization')).toBe('Bearer t');
    expect(await request?.json()).toEqual({ content_type: 'image/png' });
  });

  it('has no body where there is none, and is given up with its caller', async () => {
    const requests = sent();
    const left = new AbortController();
    const { signal } = left;
    await clientSessionFetch(new Request('https://api.example.com/v1/verification-sessions/own', { signal }));
    await clientSessionFetch(
      new Request('https://api.example.com/v1/verification-sessions/own/submit', { method: 'POST' }),
    );
    expect(requests.map(({ body }) => body)).toEqual([null, null]);
    left.abort();
    expect(requests[0]?.signal.aborted).toBe(true);
  });
});
