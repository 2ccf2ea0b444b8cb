import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/dispatcher.ts';
import { servePages } from '../../src/local-pages.ts';

const ALLOWED = 'http://localhost:4580';

/** Sends a request of a page to a service that allows one origin. */
async function answerTo(origin: string, { answersAny = false } = {}) {
  const seen: HttpRequest[] = [];
  const handle = servePages(ALLOWED, async (request) => {
    seen.push(request);
    const given = answersAny ? '*' : request.headers.origin;
    const allows = answersAny || given === ALLOWED;
    return { status: 200, headers: allows ? { 'Access-Control-Allow-Origin': given ?? '' } : {}, body: '' };
  });
  const { headers } = await handle({
    method: 'GET',
    url: new URL(`${ALLOWED}/v1/`),
    headers: { origin },
    rawHeaders: ['Host', 'origin', 'Origin', origin],
    body: Buffer.alloc(0),
  });
  return { allowed: headers['Access-Control-Allow-Origin'], rawHeaders: seen[0]?.rawHeaders };
}

describe('a page on this machine', () => {
  it.each([
    'http://localhost:5173',
    'http://127.0.0.1:3000',
    'http://[::1]:8080',
    'http://localhost',
    ALLOWED,
  ])('may call the API from %s', async (origin) => {
    expect(await answerTo(origin)).toEqual({
      allowed: origin,
      rawHeaders: ['Host', 'origin', 'Origin', ALLOWED],
    });
  });

  it('gets the answer of a service that allows every origin as it is', async () => {
    expect((await answerTo('http://localhost:5173', { answersAny: true })).allowed).toBe('*');
  });
});

it.each(['https://example.com', 'http://localhost.example.com', 'http://localhost:5173.example.com', 'null'])(
  'a page of %s is none of this machine',
  async (origin) => {
    expect((await answerTo(origin)).allowed).toBeUndefined();
  },
);
