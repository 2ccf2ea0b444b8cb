import { ApiProblem } from '@face-idv/client';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeEach, describe, expect, it } from 'vitest';
import { isRegistering } from '../support/fast-time.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, enrolledFaces, prepare } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls, setLatencies } from '../support/rekognition-admin.ts';

interface Receipt {
  readonly id: string;
  readonly status: string;
  readonly text_sha256: string;
}

const CONSENT = { given: true, notice_version: '2026-01', locale: 'en-US', jurisdiction: 'US-IL' };
/** Longer than a withdrawal takes. */
const SLOW_COMPARISON_MS = 3000;

describe('consent', () => {
  // the erasures that withdrawals begin would go on under the next file
  const flow = withFlowStack();
  let user: string;
  beforeEach(async () => {
    user = aUserId();
    await resetRekognitionCalls(flow.stack);
  });

  const receipts = async () =>
    (await flow.backend.get<{ data: Receipt[] }>(`/consents?user_id=${user}`)).data;
  const withdraw = async () => {
    const [receipt] = await receipts();
    return flow.backend.post<Receipt>(`/consents/${receipt?.id}/withdrawal`, { user_id: user });
  };
  const create = (consent: object = CONSENT) =>
    flow.backend.post<{ id: string }>('/verification-sessions', {
      ...{ type: 'registration', user_id: user, consent },
    });
  /** Calls that look at a face. Deletions of other tests may still be under way. */
  const faceCalls = async () => {
    const { DeleteFaces: _, ...calls } = await rekognitionCalls(flow.stack);
    return calls;
  };
  const WITHDRAWN = { status: 409, code: 'consent_withdrawn' };

  it('is to a text that fits the person, of which the receipt names the hash', async () => {
    const path = '/consent-texts/2026-01?locale=en-US&jurisdiction=US-IL';
    const text = await flow.sam.get<{ sha256: string; jurisdiction: string; body: string }>(path);
    expect(text).toMatchObject({ jurisdiction: 'US-IL', body: expect.stringContaining('written release') });
    const { id } = await create();
    const [receipt] = await receipts();
    expect(receipt).toMatchObject({
      ...{ session_id: id, status: 'given', recorded_by: 'backend', purpose: 'identity_verification' },
      ...{ text_sha256: text.sha256, jurisdiction: 'US-IL', locale: 'en' },
    });
    const report = await flow.operator.get<object>(`/verification-sessions/${id}/report`);
    expect(report).toMatchObject({ consent: { receipt_id: receipt?.id, text_sha256: text.sha256 } });
    const { data } = await flow.operator.get<{ data: object[] }>('/consent-texts');
    expect(data).toContainEqual(expect.objectContaining({ sha256: text.sha256 }));
  });

  it('that is withdrawn ends every session of the person before a call, until they consent again', async () => {
    const { id } = await create();
    expect(await withdraw()).toMatchObject({ status: 'withdrawn' });
    const at = `/verification-sessions/${id}/liveness-sessions`;
    await expect(flow.backend.post(at)).rejects.toMatchObject(WITHDRAWN);
    expect(await faceCalls()).toEqual({});

    const submit = await prepare(flow, user, await selfieOf('franck'), await identityCardOf('franck'));
    expect(await receipts()).toMatchObject([{ status: 'given' }, { status: 'withdrawn' }]);
    await resetRekognitionCalls(flow.stack);
    await withdraw();
    // the erasure that runs since the first withdrawal may have ended the session already
    await expect(submit()).rejects.toMatchObject({
      code: expect.stringMatching(/^(consent_withdrawn|invalid_state|not_found)$/),
    });
    expect(await faceCalls()).toEqual({});
    expect(await enrolledFaces(flow, user)).toEqual([]);
  });

  it('that is withdrawn while the registration runs lets nothing be indexed', async () => {
    const submit = await prepare(flow, user, await selfieOf('franck'), await identityCardOf('franck'));
    await setLatencies(flow.stack, { CompareFaces: SLOW_COMPARISON_MS });
    const decided = submit();
    const statuses = async () =>
      (await flow.backend.get<{ data: { status: string }[] }>(`/verification-sessions?user_id=${user}`)).data;
    await expect.poll(statuses, { timeout: 10_000 }).toMatchObject([{ status: 'processing' }]);
    await withdraw();
    // the erasure that the withdrawal begins may end the session, or remove it, before its run does
    const ended = await decided.catch((error: ApiProblem) => error);
    if (ended instanceof ApiProblem) expect(ended.code).toBe('not_found');
    else expect(['declined', 'canceled']).toContain(ended.status);
    await expect.poll(() => isRegistering(flow), { timeout: 20_000 }).toBe(false);
    expect(await faceCalls()).not.toHaveProperty('IndexFaces');
    expect(await enrolledFaces(flow, user)).toEqual([]);
  });
});
