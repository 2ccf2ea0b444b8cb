import { aPhotoWithoutFace, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionKey } from '../../lambda/platform/dynamo-keys.ts';
import { photoCamera } from '../../local/demo/camera.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import { verifyPerson } from '../../local/demo/verify-person.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, authenticate, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls } from '../support/rekognition-admin.ts';
import { caseOf, decideCaseOf, reportOnce } from '../support/review-cases.ts';
import { rowsOf } from '../support/stored-rows.ts';

interface Session {
  readonly id: string;
  readonly status: string;
  readonly attempts_remaining: number;
}
interface Upload {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

const WITHOUT_FACE = { reason: 'does_not_want_face_check', means: 'document_review' };
const silentSteps: StepReporter = { run: async (_name, work) => (await work()).value, report: () => {} };
const CONSENT = { given: true, notice_version: '2026-01' };
const FAILURES_TO_LOCK = 5;

describe('another path than the liveness check', () => {
  const flow = withSharedFlowStack();
  let user: string;

  beforeEach(async () => {
    await forgetEverybody(flow);
    user = aUserId();
  });
  afterAll(() => resetRekognitionCalls(flow.stack));

  const create = async (more: object = {}) => {
    const body = { type: 'registration', user_id: user, consent: CONSENT, ...more };
    return (await flow.backend.post<Session>('/verification-sessions', body)).id;
  };
  const at = (id: string) => `/verification-sessions/${id}`;
  const take = (id: string, body: object = WITHOUT_FACE) =>
    flow.backend.post<Session>(`${at(id)}/alternative-path`, body);
  const upload = async (id: string, photo: Uint8Array) => {
    const { upload: place } = await flow.backend.post<{ upload: Upload }>(`${at(id)}/documents`, {
      content_type: 'image/jpeg',
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(place.fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }));
    expect((await fetch(place.url, { method: 'POST', body: form })).ok).toBe(true);
  };
  const submit = (id: string) => flow.backend.post<Session>(`${at(id)}/submit`);
  const failLiveness = async (id: string) => {
    const { liveness_session_id: liveness } = await flow.backend.post<{ liveness_session_id: string }>(
      `${at(id)}/liveness-sessions`,
    );
    const url = `${flow.stack.endpoint}/_local/rekognition/liveness-sessions/${liveness}/recording`;
    const nobody = new Uint8Array(await aPhotoWithoutFace());
    await fetch(url, { method: 'PUT', body: nobody, headers: { 'content-type': 'image/jpeg' } });
    return flow.backend.post<{ passed: boolean }>(`${at(id)}/liveness-sessions/${liveness}/complete`);
  };
  /** Calls that look at a face. Deletions of other tests may still be under way. */
  const faceCalls = async () =>
    Object.keys(await rekognitionCalls(flow.stack)).filter((name) => name !== 'DeleteFaces');

  it('approves by a document and a reviewer, without one call of Rekognition, and enrolls nobody', async () => {
    await resetRekognitionCalls(flow.stack);
    const id = await create();
    expect(await take(id)).toMatchObject({
      status: 'requires_input',
      alternative_path: { means: 'document_review' },
    });
    await expect(flow.backend.post(`${at(id)}/liveness-sessions`)).rejects.toMatchObject({
      code: 'invalid_state',
    });
    await expect(submit(id)).rejects.toMatchObject({ code: 'requirements_missing' });
    await upload(id, new TextEncoder().encode('not a picture'));
    await expect(submit(id)).rejects.toMatchObject({ code: 'requirements_missing' });
    await upload(id, await identityCardOf('franck'));
    expect(await submit(id)).toMatchObject({ status: 'in_review', attempts_remaining: 0 });

    const opened = await caseOf(flow, id, 'alternative_path');
    expect(opened.possible_findings).toEqual(['accept_document', 'decline', 'attack']);
    const { images } = await flow.reviewer.get<{ images: { id: string; kind: string }[] }>(
      `/review-cases/${opened.id}`,
    );
    expect(images.map(({ kind }) => kind)).toEqual(['document']);
    await decideCaseOf(flow, id, 'alternative_path', 'accept_document');

    expect(await reportOnce(flow, id, 'approved')).toMatchObject({
      alternative_path: WITHOUT_FACE,
      decision: { outcome: 'approved', decided_by: 'reviewer', means: 'document_review' },
      findings: [{ question: 'alternative_path', finding: 'accept_document' }],
      checks: [],
      billable_calls: {},
      cost_usd: 0,
    });
    expect(await flow.backend.get(at(id))).toMatchObject({
      decision: { outcome: 'approved', means: 'document_review' },
    });
    expect(await faceCalls()).toEqual([]);
    expect(await enrolledFaces(flow, user)).toEqual([]);
    await expect(authenticate(flow, user, await selfieOf('franck'))).rejects.toMatchObject({
      code: 'user_not_enrolled',
    });
  });

  it('declines like any other session, and without a reason for the person', async () => {
    const callers = {
      person: flow.backend,
      operator: flow.operator,
      camera: photoCamera(flow.stack.endpoint),
    };
    const card = { name: 'card', bytes: await identityCardOf('franck'), contentType: 'image/jpeg' } as const;
    // as the demo does it
    const request = { document: card, userId: user, sensitivity: 'regular', judge: 'protocol' } as const;
    const { id } = await verifyPerson(callers, { type: 'registration', ...request }, silentSteps);
    await decideCaseOf(flow, id, 'alternative_path', 'attack');
    expect(await reportOnce(flow, id, 'declined')).toMatchObject({
      decision: { decided_by: 'reviewer', reason_codes: ['alternative_path'] },
    });
    expect(await flow.backend.get(at(id))).toMatchObject({
      user_message_key: 'verification_declined',
      retryable: false,
    });
  });

  it('is open to a person who is locked out of liveness checks, and to them alone without a face', async () => {
    const [failing, prepared] = [await create(), await create()];
    for (let failure = 1; failure <= FAILURES_TO_LOCK; failure += 1)
      expect((await failLiveness(failing)).passed).toBe(false);
    await expect(create()).rejects.toMatchObject({ code: 'liveness_locked_out' });
    await take(prepared, { reason: 'photosensitive' });
    await expect(flow.backend.post(`${at(prepared)}/liveness-sessions`)).rejects.toMatchObject({
      code: 'liveness_locked_out',
    });
    for (const id of [prepared, await create({ alternative_path: WITHOUT_FACE })]) {
      await take(id);
      await upload(id, await identityCardOf('franck'));
      expect((await submit(id)).status).toBe('in_review');
    }
  });

  it('shows a photosensitive person no flashing light, and changes nothing else', async () => {
    const id = await create();
    expect(await take(id, { reason: 'photosensitive' })).toMatchObject({
      alternative_path: { means: 'movement_challenge' },
      attempts_remaining: 5,
    });
    const liveness = await flow.backend.post(`${at(id)}/liveness-sessions`);
    expect(liveness).toMatchObject({ challenge: 'FaceMovementChallenge' });
    expect(await flow.operator.get(`${at(id)}/report`)).toMatchObject({
      alternative_path: { reason: 'photosensitive' },
      liveness_sessions: [{ challenge: 'FaceMovementChallenge' }],
    });
  });

  it('is refused to a login', async () => {
    flow.registered.add(user);
    expect((await registerPersonNamed(flow, 'franck', user)).status).toBe('approved');
    const login = await create({ type: 'authentication' });
    await expect(take(login)).rejects.toMatchObject({ code: 'alternative_path_not_offered' });
  });

  it('is offered in a review once it is overdue, and approves only beside the other answers', async () => {
    expect((await registerPersonNamed(flow, 'franck', aUserId())).status).toBe('approved');
    const { id } = await registerPersonNamed(flow, 'franck', user);
    await caseOf(flow, id, 'possible_duplicate');
    await expect(take(id)).rejects.toMatchObject({ code: 'invalid_state' });
    await letTimePass(id);
    expect(await flow.backend.get(at(id))).toMatchObject({ alternative_path_offered: true });
    await resetRekognitionCalls(flow.stack);
    expect(await take(id)).toMatchObject({ status: 'in_review' });
    await decideCaseOf(flow, id, 'alternative_path', 'accept_document');
    expect(await flow.backend.get(at(id))).toMatchObject({ status: 'in_review' });
    await decideCaseOf(flow, id, 'possible_duplicate', 'allow_pair');
    expect(await reportOnce(flow, id, 'approved')).toMatchObject({
      decision: { decided_by: 'reviewer', means: 'document_review' },
    });
    expect(await faceCalls()).toEqual([]);
    expect(await enrolledFaces(flow, user)).toEqual([]);
  });

  /** Functions read the machine's clock, which no test can put forward. */
  async function letTimePass(id: string): Promise<void> {
    const sessions = await rowsOf(flow, 'Sessions');
    const key = sessionKey('demo', id);
    const row = (await sessions.list(key.pk)).find(({ sk }) => sk === key.sk);
    const due_at = new Date(Date.now() - 1000).toISOString();
    await sessions.set(key, 'review', { ...(row?.review as object), due_at });
  }
});
