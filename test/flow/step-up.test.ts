import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createResourceServer,
  hashOf,
  type Payment,
  type ResourceServerOptions,
} from '../../examples/resource-server/server.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, prepareStepUp, registerPersonNamed } from '../support/registrations.ts';

interface SubmittedView {
  readonly id: string;
  readonly status: string;
  readonly transaction_sha256: string;
  readonly step_up_proof?: string;
}

const SENSITIVE = 'urn:face-idv:step-up:sensitive';

describe('a payment that asks for a step-up', () => {
  const flow = withSharedFlowStack();
  const payer = aUserId();
  const payment: Payment = { payer, payee: 'Ann Example', amount: '250.00', currency: 'EUR' };
  const servers: ReturnType<typeof createResourceServer>[] = [];

  beforeAll(async () => {
    expect((await registerPersonNamed(flow, 'franck', payer)).status).toBe('approved');
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  const keysUrl = () => new URL('.well-known/jwks.json', flow.stack.apiUrl);

  async function aBank(options: Partial<ResourceServerOptions> = {}) {
    const server = createResourceServer({
      issuer: 'face-idv-local',
      tenant: 'demo',
      keysUrl: keysUrl(),
      acrValues: [SENSITIVE],
      maxAgeSeconds: 300,
      ...options,
    }).listen(0);
    servers.push(server);
    await once(server, 'listening');
    return async (proof?: string, paid: Payment = payment) => {
      const response = await fetch(`http://localhost:${(server.address() as AddressInfo).port}/payments`, {
        method: 'POST',
        headers: proof === undefined ? {} : { authorization: `Bearer ${proof}` },
        body: JSON.stringify(paid),
      });
      const { error, error_description } = (await response.json()) as Record<string, string>;
      const challenge = response.headers.get('www-authenticate');
      return { status: response.status, error, error_description, challenge };
    };
  }

  /** Takes a step-up, as the person named. */
  async function stepUp(name: 'franck' | 'cage' = 'franck', paid: Payment = payment) {
    const path = await prepareStepUp(flow, payer, await selfieOf(name), paid);
    expect(await flow.backend.post(`${path}/submit`)).not.toHaveProperty('step_up_proof');
    return { path, view: await flow.backend.get<SubmittedView>(path) };
  }
  const proofOf = async () => {
    const { path, view } = await stepUp();
    expect(view).toMatchObject({ status: 'approved', transaction_sha256: hashOf(payment) });
    return { path, view, proof: view.step_up_proof ?? '' };
  };

  it('is challenged, approved by the person, and executed once', async () => {
    const pay = await aBank();
    const challenged = await pay();
    expect(challenged).toMatchObject({ status: 401, error: 'insufficient_user_authentication' });
    expect(challenged.challenge).toBe(
      `Bearer error="insufficient_user_authentication", error_description="this payment requires a step-up", acr_values="${SENSITIVE}", max_age="300"`,
    );
    const { path, proof, view } = await proofOf();
    const { iat, exp, ...claims } = decodeJwt(proof);
    expect(claims).toEqual({
      iss: 'face-idv-local',
      aud: 'demo',
      sub: payer,
      jti: view.id.replace('vs_', 'sup_'),
      auth_time: iat,
      acr: SENSITIVE,
      amr: ['face', 'liveness'],
      session_id: view.id,
      transaction_sha256: hashOf(payment),
    });
    expect(Number(exp) - Number(iat)).toBe(300);
    // one proof serves one payment, and no other
    expect(await pay(proof, { ...payment, amount: '2500.00' })).toMatchObject({
      status: 401,
      error_description: 'the step-up was for another transaction',
    });
    expect((await pay(proof)).status).toBe(201);
    expect(await pay(proof)).toMatchObject({ status: 401, error: 'invalid_token' });
    // its session shows it until it expires: a backend that lost it learns so that it is spent
    expect(await flow.backend.get(path)).toMatchObject({ step_up_proof: expect.any(String) });
  });

  it('is refused with a proof that has expired, is of another tenant, key or kind', async () => {
    const { proof } = await proofOf();
    const late = await aBank({ now: () => new Date(Date.now() + 301_000) });
    expect(await late(proof)).toMatchObject({ status: 401, error: 'invalid_token' });
    const stale = await aBank({ now: () => new Date(Date.now() + 60_000), maxAgeSeconds: 30 });
    expect(await stale(proof)).toMatchObject({ status: 401, error: 'insufficient_user_authentication' });
    const ofAnother = await aBank({ tenant: 'other' });
    expect(await ofAnother(proof)).toMatchObject({ status: 401, error: 'invalid_token' });
    const stricter = await aBank({ acrValues: ['urn:face-idv:step-up:other'] });
    expect(await stricter(proof)).toMatchObject({ status: 401, error: 'insufficient_user_authentication' });

    const pay = await aBank();
    const { privateKey } = await generateKeyPair('ES256');
    const { keys } = (await (await fetch(keysUrl())).json()) as { keys: { kid: string }[] };
    for (const kid of [keys[0]?.kid ?? '', 'another']) {
      const forged = await new SignJWT(decodeJwt(proof))
        .setProtectedHeader({ alg: 'ES256', typ: 'step-up-proof+jwt', kid })
        .sign(privateKey);
      expect(await pay(forged)).toMatchObject({ status: 401, error: 'invalid_token' });
    }
    const accessToken = await flow.stack.tokens.backend();
    expect(await pay(accessToken)).toMatchObject({ status: 401, error: 'invalid_token' });
    // none of these has spent it
    expect((await pay(proof)).status).toBe(201);
  });

  it('can be spent at the API instead, once', async () => {
    const { view } = await proofOf();
    const path = `/step-up-proofs/${view.id.replace('vs_', 'sup_')}/consume`;
    expect(await flow.backend.post(path)).toMatchObject({
      session_id: view.id,
      user_id: payer,
      acr: SENSITIVE,
      transaction_sha256: hashOf(payment),
    });
    await expect(flow.backend.post(path)).rejects.toMatchObject({
      status: 409,
      code: 'step_up_proof_consumed',
    });
    await expect(flow.backend.post('/step-up-proofs/sup_1/consume')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(flow.operator.post(path)).rejects.toMatchObject({ status: 401 });
  });

  it('has its proof shown again to the backend, and to no operator', async () => {
    const { path, proof } = await proofOf();
    const again = await flow.backend.get<SubmittedView>(path);
    expect(decodeJwt(again.step_up_proof ?? '')).toEqual(decodeJwt(proof));
    expect(await flow.operator.get(path)).not.toHaveProperty('step_up_proof');
  });

  it('has no proof if another person takes the step-up', async () => {
    const { view } = await stepUp('cage');
    expect(view.status).toBe('declined');
    expect(view).not.toHaveProperty('step_up_proof');
  });

  it('is verified by keys that anybody may read and keep for a while', async () => {
    const response = await fetch(keysUrl());
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(2);
    for (const key of keys)
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
