import { randomBytes } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it, vi } from 'vitest';
import type { ErasureView } from '../../lambda/erasure/contract.ts';
import { createIdentifier } from '../../lambda/kernel/identifier.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import {
  collectionsWithUser,
  ERASED,
  objectsWith,
  rowsWith,
  verifiedReceipt,
} from '../support/left-of-user.ts';
import { aUserId, authenticate, prepare, registerPersonNamed } from '../support/registrations.ts';
import { storedFaces } from '../support/rekognition-admin.ts';
import { caseOf } from '../support/review-cases.ts';

/** An id as receipts have it, of this moment. */
const newUlid = () => createIdentifier('evt', new Date(), randomBytes(10)).replace('evt_', '');

describe('the erasure of a user', () => {
  const flow = withSharedFlowStack();

  const erase = async (userId: string) => {
    const path = `/users/${userId}/erasure-requests`;
    const { id, erased_at } = await flow.operator.post<ErasureView>(path, undefined, 'asked for it');
    expect(await flow.operator.post(path, undefined, 'asked again')).toMatchObject({ id, erased_at });
    return completed(userId, id);
  };
  const completed = (userId: string, id: string) =>
    vi.waitFor(async () => {
      const view = await flow.operator.get<ErasureView>(`/users/${userId}/erasure-requests/${id}`);
      expect(view, JSON.stringify(view.steps)).toMatchObject({ state: 'completed' });
      return view;
    }, ERASED);

  it('leaves nothing in any store, and the person can register again', async () => {
    const userId = aUserId();
    const registered = await registerPersonNamed(flow, 'franck', userId);
    expect(registered.status).toBe('approved');
    expect((await authenticate(flow, userId, await selfieOf('franck'))).status).toBe('approved');
    const { data } = await flow.operator.get<{ data: { face_id: string; image_id: string }[] }>(
      `/users/${userId}/faces`,
    );
    const [face = { face_id: '', image_id: '' }] = data;
    const texts = [userId, registered.id, face.image_id];
    expect((await objectsWith(flow.stack, texts)).length).toBeGreaterThan(2);

    const { receipt, unconfirmed } = await erase(userId);
    expect(unconfirmed).toEqual([]);
    expect(await rowsWith(flow.stack, [userId])).toEqual([]);
    expect(await objectsWith(flow.stack, texts)).toEqual([]);
    const faces = await storedFaces(flow.stack);
    expect(faces.map(({ faceId }) => faceId)).not.toContain(face.face_id);
    expect(await collectionsWithUser(flow.stack, userId)).toEqual([]);

    const payload = await verifiedReceipt(flow.stack.apiUrl, receipt);
    expect(payload).toMatchObject({ cause: 'operator', held_entries: 0 });
    expect(payload.removed).toMatchObject({ faces: 1 });

    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
  });

  it('stops a session that began before it', async () => {
    const userId = aUserId();
    const submit = await prepare(flow, userId, await selfieOf('cage'), await identityCardOf('cage'));
    await erase(userId);
    await expect(submit()).rejects.toThrow(/does not exist/);
    expect(await rowsWith(flow.stack, [userId])).toEqual([]);
  });

  it('takes a session out of review, and leaves the other user of its case', {
    timeout: 180_000,
  }, async () => {
    const [first, second] = [aUserId(), aUserId()];
    expect((await registerPersonNamed(flow, 'bieber', first)).status).toBe('approved');
    const held = await registerPersonNamed(flow, 'bieber', second);
    expect(held.status).toBe('in_review');
    const { id } = await caseOf(flow, held.id, 'possible_duplicate');
    await erase(second);
    expect(await rowsWith(flow.stack, [second])).toEqual([]);
    expect(await objectsWith(flow.stack, [held.id])).toEqual([]);
    await expect(flow.operator.get(`/review-cases/${id}`)).rejects.toThrow();
    const { data } = await flow.operator.get<{ data: unknown[] }>(`/users/${first}/faces`);
    expect(data).toHaveLength(1);
  });

  it('is begun by a consent that is withdrawn', { timeout: 180_000 }, async () => {
    const userId = aUserId();
    expect((await registerPersonNamed(flow, 'cage', userId)).status).toBe('approved');
    const receipt = `cr_${newUlid()}`;
    const detail = {
      ...{ type: 'consent.withdrawn', stage: 'local', subject: receipt },
      time: new Date().toISOString(),
      data: { tenant: 'demo', user_id: userId },
    };
    const { endpoint, region } = flow.stack;
    const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };
    const client = { endpoint, region, credentials };
    const event = { Source: 'face-idv', DetailType: 'consent.withdrawn', Detail: JSON.stringify(detail) };
    await new EventBridgeClient(client).send(new PutEventsCommand({ Entries: [event] }));
    const { cause } = await completed(userId, receipt.replace('cr_', 'era_'));
    expect(cause).toBe('consent_withdrawn');
    expect(await rowsWith(flow.stack, [userId])).toEqual([]);
  });
});
