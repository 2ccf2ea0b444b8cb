import { randomUUID } from 'node:crypto';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { sessionKey } from '../../lambda/platform/dynamo-keys.ts';
import { photoCamera } from '../../local/demo/camera.ts';
import { type VerificationApi, verificationApi } from '../../local/demo/verification-api.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, prepareStepUp, registerPersonNamed } from '../support/registrations.ts';
import { rowsOf } from '../support/stored-rows.ts';

interface Created {
  readonly id: string;
  readonly status: string;
  readonly client_token: string;
  readonly client_token_expires_at: string;
}
interface Check {
  readonly liveness_session_id: string;
  readonly region: string;
  readonly credentials: never;
}
interface Form {
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

const OWN = '/client-session';
const CONSENT = { given: true, notice_version: '2026-01' };
const closed = { status: 401, code: 'session_closed' };

describe('an app whose users are not in the user pool', () => {
  const flow = withSharedFlowStack();

  /** The API for an app with a token. */
  const appWith = (token: string): VerificationApi => verificationApi(flow.stack.apiUrl, async () => token);

  async function aSession(key?: string, userId = aUserId()) {
    flow.registered.add(userId);
    const body = { type: 'registration', user_id: userId, consent: CONSENT };
    const created = await flow.backend.post<Created>('/verification-sessions', body, undefined, key);
    return { ...created, userId, app: appWith(created.client_token) };
  }

  /** Calls of the authorizer so far, which counts each by its result. */
  async function authorizations(): Promise<number> {
    const answer = await fetch(`${flow.stack.endpoint}/_local/metrics`);
    const { metrics } = (await answer.json()) as {
      readonly metrics: readonly {
        readonly name: string;
        readonly dimensions: Readonly<Record<string, string>>;
        readonly sum: number;
      }[];
    };
    return metrics
      .filter(
        ({ name, dimensions }) =>
          name === 'ClientToken' && ['accepted', 'refused'].includes(dimensions.Result ?? ''),
      )
      .reduce((total, { sum }) => total + sum, 0);
  }

  const photoOf = async (name: 'bieber' | 'cage' | 'franck') => ({
    name: 'selfie',
    bytes: await selfieOf(name),
    contentType: 'image/jpeg' as const,
  });

  async function takeLiveness(app: VerificationApi, name: 'bieber' | 'cage' | 'franck') {
    const check = await app.post<Check>(`${OWN}/liveness-sessions`);
    await photoCamera(flow.stack.endpoint)(check, await photoOf(name), 'protocol');
    return app.post(`${OWN}/liveness-sessions/${check.liveness_session_id}/complete`);
  }

  async function uploadDocument(app: VerificationApi, name: 'bieber' | 'cage' | 'franck') {
    const { upload } = await app.post<Form>(`${OWN}/documents`, { content_type: 'image/jpeg' });
    const form = new FormData();
    for (const [field, value] of Object.entries(upload.fields)) form.set(field, value);
    form.set('file', new Blob([new Uint8Array(await identityCardOf(name))], { type: 'image/jpeg' }));
    expect((await fetch(upload.url, { method: 'POST', body: form })).ok).toBe(true);
  }

  async function decisionOf(app: VerificationApi): Promise<Created> {
    let view = await app.get<Created>(`${OWN}/decision?wait=5`);
    while (view.status === 'processing') view = await app.get<Created>(`${OWN}/decision?wait=5`);
    return view;
  }

  it('does everything of a registration with one token, for which one answer of the authorizer serves', async () => {
    const { app, id, client_token } = await aSession();
    const before = await authorizations();
    expect(await app.get(OWN)).toMatchObject({ id, status: 'requires_input' });
    expect(await authorizations()).toBe(before + 1);

    expect(await takeLiveness(app, 'bieber')).toMatchObject({ passed: true });
    await uploadDocument(app, 'bieber');
    expect(await app.post(`${OWN}/submit`)).toMatchObject({ id });
    expect(await decisionOf(app)).toMatchObject({ id, status: 'approved' });
    // nothing is shown to the app that a person would not see
    expect(await app.get(OWN)).not.toHaveProperty('client_token');
    expect(await authorizations()).toBe(before + 1);

    expect(decodeProtectedHeader(client_token)).toMatchObject({ alg: 'ES256', typ: 'client-session+jwt' });
    expect(decodeJwt(client_token)).toMatchObject({ sub: id, tenant: 'demo' });
  });

  it('reads the result afterwards, and changes nothing any more', async () => {
    const { app } = await aSession();
    await takeLiveness(app, 'cage');
    await uploadDocument(app, 'cage');
    await app.post(`${OWN}/submit`);
    expect((await decisionOf(app)).status).toBe('approved');
    for (const [path, body] of [
      ['liveness-sessions', {}],
      ['documents', { content_type: 'image/jpeg' }],
      ['alternative-path', { reason: 'other' }],
      ['cancel', {}],
    ] as const)
      await expect(app.post(`${OWN}/${path}`, body), path).rejects.toMatchObject({ code: 'invalid_state' });
    expect((await app.get<Created>(OWN)).status).toBe('approved');
  });

  it('is refused at once when its session is canceled, although API Gateway still lets its token pass', async () => {
    const { app, id } = await aSession();
    const key = randomUUID();
    await app.post(`${OWN}/documents`, { content_type: 'image/jpeg' }, undefined, key);
    const before = await authorizations();
    await flow.backend.post(`/verification-sessions/${id}/cancel`);
    await expect(app.get(OWN)).rejects.toMatchObject(closed);
    await expect(app.get(`${OWN}/decision`)).rejects.toMatchObject(closed);
    await expect(app.post(`${OWN}/liveness-sessions`)).rejects.toMatchObject(closed);
    await expect(app.post(`${OWN}/submit`)).rejects.toMatchObject(closed);
    // not even what it has already been answered
    await expect(
      app.post(`${OWN}/documents`, { content_type: 'image/jpeg' }, undefined, key),
    ).rejects.toMatchObject(closed);
    expect(await authorizations()).toBe(before);
  });

  it('is refused at once when its session expires, and a day after its end when it was decided', async () => {
    const sessions = await rowsOf(flow, 'Sessions');
    const expired = await aSession();
    await expired.app.get(OWN);
    const ended = new Date(Date.now() - 1000).toISOString();
    await sessions.set(sessionKey('demo', expired.id), 'expires_at', ended);
    await expect(expired.app.get(OWN)).rejects.toMatchObject(closed);

    const decided = await aSession();
    await sessions.set(sessionKey('demo', decided.id), 'status', 'declined');
    expect((await decided.app.get<Created>(OWN)).status).toBe('declined');
    const yesterday = new Date(Date.now() - 86_401_000).toISOString();
    await sessions.set(sessionKey('demo', decided.id), 'expires_at', yesterday);
    await expect(decided.app.get(OWN)).rejects.toMatchObject(closed);
  });

  it('reaches its own session alone, whatever it sends', async () => {
    const [own, other] = [await aSession(), await aSession()];
    const base = flow.stack.apiUrl;
    const get = async (path: string) =>
      fetch(new URL(path, base), { headers: { authorization: `Bearer ${own.client_token}` } });
    // the routes of other tokens take none of these
    for (const path of [
      `verification-sessions/${other.id}`,
      `verification-sessions/${own.id}`,
      `verification-sessions/${other.id}/report`,
      'verification-sessions?status=requires_input',
      `users/${own.userId}/faces`,
    ])
      expect((await get(path)).status, path).toBe(401);
    expect((await get(`client-session?id=${other.id}`)).status).toBe(400);
    expect((await get(`client-session/${other.id}`)).status).toBe(404);
    const { liveness_session_id } = await other.app.post<Check>(`${OWN}/liveness-sessions`);
    await expect(
      own.app.post(`${OWN}/liveness-sessions/${liveness_session_id}/complete`),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await own.app.get(OWN)).toMatchObject({ id: own.id });
  });

  it('is refused without a token, and with one that is of another kind, key or time', async () => {
    const { client_token, id } = await aSession();
    const { privateKey } = await generateKeyPair('ES256');
    const header = decodeProtectedHeader(client_token) as { alg: string };
    const forged = await new SignJWT(decodeJwt(client_token)).setProtectedHeader(header).sign(privateKey);
    const [head = '', body = '', signature = ''] = client_token.split('.');
    const claims = {
      ...decodeJwt(client_token),
      sub: id.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    };
    const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const none = Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url');
    for (const token of [
      forged,
      `${head}.${changed}.${signature}`,
      `${none}.${body}.`,
      await flow.stack.tokens.backend(),
      await flow.stack.tokens.user('sam'),
    ])
      await expect(appWith(token).get(OWN)).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    const before = await authorizations();
    const bare = await fetch(new URL('client-session', flow.stack.apiUrl));
    expect(bare.status).toBe(401);
    expect(await authorizations()).toBe(before);
  });

  it('gets the same token again for the same request, while people and operators get none', async () => {
    const [key, userId] = [randomUUID(), aUserId()];
    const first = await aSession(key, userId);
    const again = await aSession(key, userId);
    expect(again.id).toBe(first.id);
    expect(again.client_token).not.toBe(first.client_token);
    expect(decodeJwt(again.client_token)).toEqual(decodeJwt(first.client_token));
    expect(await again.app.get(OWN)).toMatchObject({ id: first.id });
    // nothing keeps it
    const stored = JSON.stringify(await (await rowsOf(flow, 'Control')).list('demo#idempotency#'));
    expect(stored).toContain(first.id);
    for (const { client_token } of [first, again]) expect(stored).not.toContain(client_token);

    const body = { type: 'registration', consent: CONSENT };
    expect(await flow.sam.post('/verification-sessions', body)).not.toHaveProperty('client_token');
    const named = { ...body, user_id: aUserId() };
    expect(await flow.operator.post('/verification-sessions', named, 'test')).not.toHaveProperty(
      'client_token',
    );
    expect(await flow.backend.get(`/verification-sessions/${first.id}`)).not.toHaveProperty('client_token');
  });

  describe('a capture link', () => {
    const secretOf = (url: string) => new URL(url).hash.replace('#capture=', '');
    const invalid = { status: 410, code: 'capture_link_invalid' };
    /** A page that has no token yet. */
    const page = async (secret: string, key: string = randomUUID()) => {
      const response = await fetch(new URL('capture-links/exchange', flow.stack.apiUrl), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          origin: 'http://localhost:4580',
        },
        body: JSON.stringify({ secret }),
      });
      expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:4580');
      const body = (await response.json()) as { client_token?: string; code?: string };
      return { status: response.status, code: body.code, app: appWith(body.client_token ?? '') };
    };

    it('takes a session from a desktop to a phone, and the desktop sees the result', async () => {
      const { app: desktop, id } = await aSession();
      const { url, expires_at } = await desktop.post<{ url: string; expires_at: string }>(
        `${OWN}/capture-links`,
      );
      expect(url.startsWith('http://localhost:4580/capture#capture=demo.')).toBe(true);
      expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(600_000);

      const { app: phone, status } = await page(secretOf(url));
      expect(status).toBe(200);
      await takeLiveness(phone, 'franck');
      await uploadDocument(phone, 'franck');
      await phone.post(`${OWN}/submit`);
      expect(await decisionOf(desktop)).toMatchObject({ id, status: 'approved' });
      expect(await phone.get(OWN)).toMatchObject({ id, status: 'approved' });
      await expect(desktop.post(`${OWN}/capture-links`)).rejects.toMatchObject({ code: 'invalid_state' });
    });

    it('works once, and for the same request again; every other answer is the same', async () => {
      const { id } = await aSession();
      const path = `/verification-sessions/${id}/capture-links`;
      const { url } = await flow.backend.post<{ url: string }>(path);
      const key = randomUUID();
      expect((await page(secretOf(url), key)).status).toBe(200);
      expect((await page(secretOf(url), key)).status).toBe(200);
      expect(await page(secretOf(url))).toMatchObject(invalid);
      for (const secret of ['nonsense', secretOf(url).replace('demo', 'other'), secretOf(url).slice(0, -1)])
        expect(await page(secret)).toMatchObject(invalid);

      const canceled = await flow.backend.post<{ url: string }>(path);
      await flow.backend.post(`/verification-sessions/${id}/cancel`);
      expect(await page(secretOf(canceled.url))).toMatchObject(invalid);
    });

    it('is one of three at most, and is stored as a hash', async () => {
      const { id } = await aSession();
      const urls: string[] = [];
      for (let one = 0; one < 4; one += 1) {
        const path = `/verification-sessions/${id}/capture-links`;
        urls.push((await flow.backend.post<{ url: string }>(path)).url);
      }
      const [first = '', , , last = ''] = urls.map(secretOf);
      expect(await page(first)).toMatchObject(invalid);
      const rows = JSON.stringify(await (await rowsOf(flow, 'Control')).list(`demo#capture-links#${id}`));
      expect(rows).toContain('secret_sha256');
      for (const url of urls) expect(rows).not.toContain(secretOf(url).split('.').at(-1));
      expect((await page(last)).status).toBe(200);
    });

    it('is for backends, people and the app of the session alone', async () => {
      const { id } = await aSession();
      const path = `/verification-sessions/${id}/capture-links`;
      await expect(flow.sam.post(path)).rejects.toMatchObject({ code: 'not_found' });
      // an operator is the person that they also are
      await expect(flow.operator.post(path)).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  it('gets the proof of a step-up, which is no client token, as no client token is a proof', async () => {
    // the same face is enrolled by another test
    await forgetEverybody(flow);
    const user = aUserId();
    expect((await registerPersonNamed(flow, 'franck', user)).status).toBe('approved');
    const tokens: string[] = [];
    const backend: VerificationApi = {
      ...flow.backend,
      post: async <T>(path: string, ...rest: [unknown?, string?, string?]) => {
        const answer = await flow.backend.post<T & { client_token?: string }>(path, ...rest);
        tokens.push(...(answer.client_token ? [answer.client_token] : []));
        return answer;
      },
    };
    await prepareStepUp(
      { ...flow, backend, stack: flow.stack, operator: flow.operator } as typeof flow,
      user,
      await selfieOf('franck'),
      {
        amount: '250.00',
      },
    );
    const app = appWith(tokens[0] ?? '');
    await app.post(`${OWN}/submit`);
    const { step_up_proof = '' } = await app.get<{ step_up_proof?: string }>(OWN);
    expect(decodeProtectedHeader(step_up_proof)).toMatchObject({ typ: 'step-up-proof+jwt' });
    await expect(appWith(step_up_proof).get(OWN)).rejects.toMatchObject({ status: 401 });
    expect(decodeJwt(tokens[0] ?? '').aud).not.toBe(decodeJwt(step_up_proof).aud);
  });
});
