import { expect, it } from 'vitest';
import { answerOf, apiClient } from '../src/api-client.ts';
import { aServer, json, refusal } from './a-server.ts';

const SESSION = {
  type: 'registration',
  consent: { given: true, notice_version: '2026-01' },
} as const;

function aClient(server: ReturnType<typeof aServer>) {
  let key = 0;
  let token = 0;
  return apiClient({
    apiUrl: 'https://api.example.com/v1/',
    accessToken: async () => `token-${++token}`,
    newKey: () => `key-${++key}`,
    ...server,
  });
}

it('sends the token, the body and a key of its own with every POST', async () => {
  const server = aServer(json({ id: 'vs_1' }, 201), json({ id: 'vs_2' }, 201));
  const api = aClient(server);
  expect(await answerOf(api.POST('/verification-sessions', { body: SESSION }))).toEqual({ id: 'vs_1' });
  await answerOf(api.POST('/verification-sessions', { body: SESSION }));
  const [first, second] = server.requests;
  expect(first?.url).toBe('https://api.example.com/v1/verification-sessions');
  expect(await first?.json()).toEqual(SESSION);
  expect([first, second].map((request) => request?.headers.get('authorization'))).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
  expect([first, second].map((request) => request?.headers.get('idempotency-key'))).toEqual([
    'key-1',
    'key-2',
  ]);
});

it('keeps the key of a caller who repeats a request later', async () => {
  const server = aServer(json({}, 201));
  const params = { header: { 'Idempotency-Key': 'kept' } };
  await answerOf(aClient(server).POST('/verification-sessions', { params, body: SESSION }));
  expect(server.requests[0]?.headers.get('idempotency-key')).toBe('kept');
});

it('puts values into the path, encoded, and into the query', async () => {
  const server = aServer(json({}));
  const params = { path: { id: 'a/b' }, query: { wait: 5 } };
  await answerOf(aClient(server).GET('/verification-sessions/{id}/decision', { params }));
  expect(server.requests[0]?.url).toBe(
    'https://api.example.com/v1/verification-sessions/a%2Fb/decision?wait=5',
  );
});

it('throws a refusal with its code, its status and when to come again', async () => {
  const server = aServer(refusal(409, 'session_closed', { 'retry-after': '7', 'x-request-id': 'req-1' }));
  const call = aClient(server).GET('/verification-sessions/{id}', { params: { path: { id: 'vs_1' } } });
  await expect(answerOf(call)).rejects.toMatchObject({
    name: 'ApiProblem',
    message: 'What to do.',
    status: 409,
    code: 'session_closed',
    retryAfterSeconds: 7,
    requestId: 'req-1',
  });
});

it('returns nothing for an answer without a body', async () => {
  const server = aServer(new Response(null, { status: 204 }));
  const params = { path: { user_id: 'bob', face_id: 'f' }, header: { 'Audit-Reason': 'asked to' } };
  expect(
    await answerOf(aClient(server).DELETE('/users/{user_id}/faces/{face_id}', { params })),
  ).toBeUndefined();
});

it('repeats nothing for a caller who wants to see each refusal', async () => {
  const server = aServer(refusal(503, 'upstream_throttled'));
  const api = aClient({ ...server, maxRequests: 1 });
  await expect(
    answerOf(api.GET('/verification-sessions/{id}', { params: { path: { id: 'vs_1' } } })),
  ).rejects.toMatchObject({ status: 503 });
  expect(server.requests).toHaveLength(1);
});
