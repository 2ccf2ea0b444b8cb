import { randomUUID } from 'node:crypto';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import { type API_SCOPES, apiScope, tenantScope } from '../../lambda/kernel/tenancy.ts';
import { verificationApi } from '../../local/demo/verification-api.ts';
import { backendClient } from '../../local/start/demo-accounts.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, register } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls } from '../support/rekognition-admin.ts';

const BODY = { type: 'registration', consent: { given: true, notice_version: '2026-01' } };

describe('the door', () => {
  const flow = withSharedFlowStack();
  const post = async (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(new URL(path, flow.stack.apiUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it.each([
    ['no token', undefined],
    ['a token that is none', 'nonsense'],
    ['a token that was tampered with', 'tampered'],
  ])('refuses %s with 401 and a problem', async (_, kind) => {
    const good = await flow.stack.tokens.user('sam');
    const token = kind === 'tampered' ? `${good.slice(0, -6)}aaaaaa` : kind;
    const response = await post('verification-sessions', BODY, {
      'idempotency-key': randomUUID(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it('refuses a token without the scope of the route as docs/errors.md says: 401', async () => {
    const { id } = await flow.sam.post<{ id: string }>('/verification-sessions', BODY);
    for (const [caller, path] of [
      [flow.sam, `/verification-sessions/${id}/report`],
      [flow.backend, '/review-cases'],
    ] as const) {
      await expect(caller.get(path)).rejects.toMatchObject({
        status: 401,
        code: 'unauthorized',
        message: expect.stringContaining('lacks the scope'),
      });
    }
  });

  /** The tenant's backend with a token that it has narrowed to some of its scopes. */
  async function backendWith(...scopes: readonly (keyof typeof API_SCOPES)[]) {
    const { clientId, clientSecret } = await backendClient(flow.stack);
    const response = await fetch(new URL('/oauth2/token', flow.stack.endpoint), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: [...scopes.map(apiScope), tenantScope('demo')].join(' '),
      }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    return { clientId, api: verificationApi(flow.stack.apiUrl, async () => access_token) };
  }

  it('lets a backend read a report by its own scope, without a key of an image, and says who read it', async () => {
    const user_id = aUserId();
    const { id } = await register(flow, {
      selfie: await selfieOf('franck'),
      document: await identityCardOf('franck'),
      userId: user_id,
    });
    const path = `/verification-sessions/${id}/report`;
    const plain = await backendWith('manage');
    await expect(plain.api.get(path)).rejects.toMatchObject({
      status: 403,
      code: 'forbidden',
      message: expect.stringContaining('requires the scope face-idv/verifications.reports'),
    });
    const { api, clientId } = await backendWith('reports');
    const report = await api.get<{ checks: { name: string; measures: unknown[] }[] }>(path);
    expect(report.checks.find(({ name }) => name === 'face_match')?.measures).not.toEqual([]);
    const textFor = async (caller: typeof api) => JSON.stringify(await caller.get(path));
    expect(await textFor(flow.viewer)).toContain('"key"');
    expect(await textFor(api)).not.toContain('"key"');
    const { data } = await flow.viewer.get<{ data: unknown[] }>(`/audit-entries?subject=${clientId}`);
    expect(data[0]).toMatchObject({
      client_id: clientId,
      action: 'report.read',
      target: path,
      outcome: 'done',
    });
    // a narrowed token runs no verifications
    await expect(api.get(`/verification-sessions/${id}`)).rejects.toMatchObject({ status: 401 });
  });

  it("lets a backend delete a user's face by its own scope, for a reason", async () => {
    const user_id = aUserId();
    const { api, clientId } = await backendWith('users');
    await register(flow, {
      selfie: await selfieOf('cage'),
      document: await identityCardOf('cage'),
      userId: user_id,
    });
    const { data } = await api.get<{ data: { face_id: string }[] }>(`/users/${user_id}/faces`);
    const face = `/users/${user_id}/faces/${data[0]?.face_id}`;
    await expect((await backendWith('manage', 'reports')).api.delete(face, 'ticket 1')).rejects.toMatchObject(
      {
        status: 403,
        message: expect.stringContaining('requires the scope face-idv/verifications.users'),
      },
    );
    await expect(api.delete(face, '')).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await api.delete(face, 'erasure request 4711');
    expect(await api.get(`/users/${user_id}/faces`)).toMatchObject({ data: [] });
    const { data: entries } = await flow.viewer.get<{ data: unknown[] }>(`/audit-entries?target=${face}`);
    expect(entries).toMatchObject([
      { client_id: clientId, action: 'face.delete', reason: 'erasure request 4711', outcome: 'done' },
    ]);
  });

  it('lets operators do what their role allows, and tells them apart from people with 403', async () => {
    const { id, user_id } = await flow.sam.post<{ id: string; user_id: string }>(
      '/verification-sessions',
      BODY,
    );
    for (const caller of [flow.viewer, flow.reviewer, flow.operator])
      expect(await caller.get(`/verification-sessions/${id}/report`)).toMatchObject({ id });
    const lift = `/users/${user_id}/lockout`;
    for (const caller of [flow.viewer, flow.reviewer])
      await expect(caller.delete(lift, 'ticket 1')).rejects.toMatchObject({
        status: 403,
        code: 'forbidden',
        message: expect.stringContaining('requires the role administrator'),
      });
    await flow.operator.delete(lift, 'ticket 1');
    // who may not change the sessions of others still has their own
    const own = await flow.viewer.post<{ id: string }>('/verification-sessions', BODY);
    await flow.viewer.post(`/verification-sessions/${own.id}/cancel`);
    await expect(flow.viewer.post(`/verification-sessions/${id}/cancel`)).rejects.toMatchObject({
      status: 404,
    });
  });

  it.each([
    ['text', JSON.stringify(BODY), 'text/plain', { status: 415, code: 'unsupported_media_type' }],
    [
      '7 MB',
      JSON.stringify(BODY).padEnd(7_000_000),
      'application/json',
      { status: 413, code: 'request_too_large' },
    ],
    [
      '65 KiB',
      JSON.stringify(BODY).padEnd(65 * 1024),
      'application/json',
      { status: 413, code: 'request_too_large' },
    ],
    [
      'no consent',
      '{"type":"registration"}',
      'application/json',
      { status: 400, errors: [{ path: 'consent' }] },
    ],
    ['no object', '"text"', 'application/json', { status: 400, code: 'invalid_request' }],
    ['no JSON', '{', 'application/json', { status: 400, code: 'invalid_request' }],
    [
      'an inherited name',
      JSON.stringify({ ...BODY, attributes: { constructor: 'x' } }),
      'application/json',
      { status: 400, errors: [{ path: 'attributes.constructor' }] },
    ],
  ])('refuses a body of %s as docs/errors.md says', async (_, body, type, problem) => {
    const response = await fetch(new URL('verification-sessions', flow.stack.apiUrl), {
      method: 'POST',
      headers: {
        'content-type': type,
        'idempotency-key': randomUUID(),
        authorization: `Bearer ${await flow.stack.tokens.user('sam')}`,
      },
      body,
    });
    expect(response.status).toBe(problem.status);
    expect(await response.json()).toMatchObject(problem);
  });

  it("hides another user's session as if it were not there", async () => {
    const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', {
      ...BODY,
      user_id: aUserId(),
    });
    await expect(flow.sam.get(`/verification-sessions/${id}`)).rejects.toMatchObject({
      status: 404,
      code: 'not_found',
    });
    await expect(flow.sam.post(`/verification-sessions/${id}/cancel`)).rejects.toMatchObject({ status: 404 });
  });

  it('refuses an end user who names another user', async () => {
    await expect(
      flow.sam.post('/verification-sessions', { ...BODY, user_id: aUserId() }),
    ).rejects.toMatchObject({
      status: expect.toSatisfy((status: number) => status === 403 || status === 404 || status === 400),
    });
  });

  it('asks for consent', async () => {
    const body = { ...BODY, consent: { given: false, notice_version: '2026-01' } };
    await expect(flow.sam.post('/verification-sessions', body)).rejects.toMatchObject({
      status: 403,
      code: 'consent_missing',
    });
  });

  it('says which field is wrong', async () => {
    const response = await post(
      'verification-sessions',
      { ...BODY, type: 'holiday' },
      {
        'idempotency-key': randomUUID(),
        authorization: `Bearer ${await flow.stack.tokens.user('sam')}`,
      },
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: 'type' }] });
  });

  it('answers a route that is not there with 404', async () => {
    const lost = verificationApi(flow.stack.apiUrl, () => flow.stack.tokens.user('sam'));
    await expect(lost.get('/nowhere')).rejects.toMatchObject({ status: 404, code: 'route_not_found' });
  });
});

describe('a POST that is repeated', () => {
  const flow = withSharedFlowStack();
  const send = async (key: string | undefined, body: unknown, path = 'verification-sessions') =>
    fetch(new URL(path, flow.stack.apiUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await flow.stack.tokens.backend()}`,
        ...(key ? { 'idempotency-key': key } : {}),
      },
      body: JSON.stringify(body),
    });

  it('is refused without an Idempotency-Key', async () => {
    const response = await send(undefined, { ...BODY, user_id: aUserId() });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'idempotency_key_missing' });
  });

  it('gets the same answer, marked as a replay', async () => {
    const [key, body] = [randomUUID(), { ...BODY, user_id: aUserId() }];
    const first = await send(key, body);
    const second = await send(key, body);
    // the token of the session is signed for each answer, and never kept
    const answer: object = { ...Object(await first.json()), client_token: expect.any(String) };
    expect(await second.json()).toEqual(answer);
    expect(second.status).toBe(first.status);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });

  it('is refused with another body', async () => {
    const key = randomUUID();
    await send(key, { ...BODY, user_id: aUserId() });
    const second = await send(key, { ...BODY, user_id: aUserId() });
    expect(second.status).toBe(422);
    expect(await second.json()).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('indexes once, however often submit is sent', async () => {
    await resetRekognitionCalls(flow.stack);
    const report = await register(flow, {
      selfie: await selfieOf('franck'),
      document: await identityCardOf('franck'),
    });
    const again = await send(randomUUID(), {}, `verification-sessions/${report.id}/submit`);
    expect(again.status).toBe(202);
    expect(await again.json()).toMatchObject({ id: report.id, status: 'approved' });
    expect((await rekognitionCalls(flow.stack)).IndexFaces).toBe(1);
  });
});
