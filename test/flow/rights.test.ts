import { randomUUID } from 'node:crypto';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, authenticate, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { decideCaseOf } from '../support/review-cases.ts';
import { runScheduled } from '../support/scheduled-functions.ts';
import { rowsOf } from '../support/stored-rows.ts';

describe('the rights of a person over HTTP', () => {
  const flow = withSharedFlowStack();
  beforeEach(() => forgetEverybody(flow));

  const aRegisteredUser = async () => {
    const user = aUserId();
    const report = await registerPersonNamed(flow, 'franck', user);
    expect(report.status).toBe('approved');
    return { user, session: report.id };
  };

  it('show what is stored and why a decision was made, and keep the face of a user who comes back', async () => {
    const { user, session } = await aRegisteredUser();
    expect((await authenticate(flow, user, await selfieOf('franck'))).status).toBe('approved');
    const [face] = await enrolledFaces(flow, user);
    const exported = await fetch(new URL(`users/${user}/data-export`, flow.stack.apiUrl), {
      headers: {
        authorization: `Bearer ${await flow.stack.tokens.backend()}`,
        'audit-reason': 'asked by letter',
      },
    });
    const data = await exported.json();
    expect(data).toMatchObject({
      consents: [
        { purpose: 'authentication', given_at: expect.any(String) },
        { purpose: 'identity_verification', session_id: session },
      ],
      faces: [{ face_id: face?.face_id }],
      sessions: [
        { type: 'authentication', status: 'approved' },
        { id: session, type: 'registration' },
      ],
      lockout: { state: 'open' },
    });
    expect(JSON.stringify(data)).not.toMatch(/similarity|confidence|threshold/);
    const explained = await flow.backend.get(`/verification-sessions/${session}/explanation`);
    expect(explained).toMatchObject({ status: 'approved', decided_by: 'automated' });

    await runScheduled(flow.stack, 'EnforceRetention');
    expect(await enrolledFaces(flow, user)).toHaveLength(1);
    const rows = await rowsOf(flow, 'Control');
    const [sweep] = await rows.list('demo#retention-sweep');
    expect(sweep?.ended_at).toBeDefined();
    const [kept] = (await rows.list(`demo#user#${user}`)).filter(({ sk }) => sk === 'last-interaction');
    expect(kept?.last_interaction_at).toBeDefined();
    await forgetEverybody(flow);
    const left = (await rows.list(`demo#user#${user}`)).map(({ sk }) => sk);
    expect(left).not.toContain('last-interaction');
  });

  it('deny an enrollment by the link of a notice, until a person has looked', async () => {
    const { user, session } = await aRegisteredUser();
    const { token } = await flow.backend.post<{ token: string }>(`/users/${user}/repudiation-links`, {});
    const deny = (key: string) =>
      fetch(new URL('repudiations', flow.stack.apiUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ token }),
      });
    const key = randomUUID();
    expect((await deny(key)).status).toBe(200);
    expect((await deny(key)).status).toBe(200);
    expect((await deny(randomUUID())).status).toBe(410);
    await expect(authenticate(flow, user, await selfieOf('franck'))).rejects.toMatchObject({
      code: 'liveness_blocked',
    });
    expect(await flow.operator.get(`/users/${user}/lockout`)).toMatchObject({
      state: 'blocked',
      frozen_at: expect.any(String),
    });
    await decideCaseOf(flow, session, 'repudiated', 'same_person');
    expect((await authenticate(flow, user, await selfieOf('franck'))).status).toBe('approved');
  });
});
