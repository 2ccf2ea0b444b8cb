import { expect, it } from 'vitest';
import { repeatingFetch } from '../src/repeating-fetch.ts';
import { aServer, json, refusal } from './a-server.ts';

const URL_ = 'https://api.example.com/v1/verification-sessions';
const aPost = (key?: string) =>
  new Request(URL_, { method: 'POST', body: '{"a":1}', headers: key ? { 'idempotency-key': key } : {} });

it('repeats a GET until the outage is over, each wait twice as long as the one before', async () => {
  const server = aServer(
    refusal(503, 'x'),
    new TypeError('fetch failed'),
    refusal(502, 'x'),
    json({ ok: true }),
  );
  const answer = await repeatingFetch(server)(new Request(URL_));
  expect(await answer.json()).toEqual({ ok: true });
  expect(server.waits).toEqual([250, 500, 1000]);
});

it('returns the last of four refusals, and throws the last of four failures', async () => {
  const refused = aServer(...[1, 2, 3, 4, 5].map(() => refusal(503, 'x')));
  expect((await repeatingFetch(refused)(new Request(URL_))).status).toBe(503);
  expect(refused.requests).toHaveLength(4);
  const down = aServer(...[1, 2, 3, 4, 5].map((n) => new TypeError(`failure ${n}`)));
  await expect(repeatingFetch(down)(new Request(URL_))).rejects.toThrow('failure 4');
});

it('repeats a POST with its body under the same key', async () => {
  const server = aServer(refusal(429, 'too_many_requests'), json({}));
  await repeatingFetch(server)(aPost('key-1'));
  expect(server.requests.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['key-1', 'key-1']);
  expect(await Promise.all(server.requests.map((request) => request.text()))).toEqual(['{"a":1}', '{"a":1}']);
});

it.each([
  ['a POST without a key', aPost()],
  ['a DELETE', new Request(URL_, { method: 'DELETE' })],
])('sends %s once', async (_name, request) => {
  const server = aServer(refusal(503, 'x'));
  expect((await repeatingFetch(server)(request)).status).toBe(503);
  expect(server.requests).toHaveLength(1);
});

it.each([400, 401, 403, 404, 409, 500])('does not repeat a refusal that lasts: %i', async (status) => {
  const server = aServer(refusal(status, 'x'));
  expect((await repeatingFetch(server)(new Request(URL_))).status).toBe(status);
  expect(server.requests).toHaveLength(1);
});

it('waits as long as the API says, and returns a refusal that would take longer than a person waits', async () => {
  const server = aServer(
    refusal(429, 'x', { 'retry-after': '3' }),
    refusal(429, 'x', { 'retry-after': '60' }),
  );
  expect((await repeatingFetch(server)(new Request(URL_))).headers.get('retry-after')).toBe('60');
  expect(server.waits).toEqual([3000]);
});

it('ends with its signal', async () => {
  const server = aServer(new DOMException('gone', 'AbortError'));
  const request = new Request(URL_, { signal: AbortSignal.abort() });
  await expect(repeatingFetch(server)(request)).rejects.toThrow('gone');
  expect(server.requests).toHaveLength(1);
});
