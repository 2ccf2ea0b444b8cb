import { randomUUID } from 'node:crypto';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { expect } from 'vitest';
import { callerOf, OPERATIONS, type Operation, takesHeader, takesKey } from './documented-api.ts';
import type { OwnFlowStack } from './flow-stack.ts';
import { aUserId } from './registrations.ts';

/** A request to an operation; what it leaves out is plausible. */
export interface Call {
  readonly token?: 'sam' | 'olivia' | 'backend' | 'client' | 'none';
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: string;
  readonly type?: string;
  /** Undefined for a new one, null for none. */
  readonly key?: string | null;
}

/** Ids of the right shape that name nothing. */
const PLAUSIBLE: Readonly<Record<string, string>> = {
  id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rd',
  liveness_session_id: '0b0c1f5e-6d0a-4d5c-9c3a-2f3c7a1f8e11',
  user_id: 'nobody',
  device_id: 'nothing',
  request_id: 'era_01kjq8w0g3x7c9v2m5n8b4t6rd',
  face_id: '0b0c1f5e-6d0a-4d5c-9c3a-2f3c7a1f8e11',
  action: 'cancel',
  entry_id: 'wle_01kjq8w0g3x7c9v2m5n8b4t6rd',
  jti: 'sup_01kjq8w0g3x7c9v2m5n8b4t6rd',
  version: '9',
  notice_version: '2026-01',
  image: 'img_01kjq8w0g3x7c9v2m5n8b4t6rd',
};

/** Sends requests to a stack by the names that operations have in the document. */
export function callsOf(flow: OwnFlowStack) {
  /** Client tokens by the session that was created with them. */
  const clientTokens = new Map<string, string>();
  let anyClient: Promise<string> | undefined;
  const tokenOf = async (who: Exclude<Call['token'], 'none' | undefined>, sessionId?: string) => {
    if (who === 'backend') return flow.stack.tokens.backend();
    if (who !== 'client') return flow.stack.tokens.user(who);
    anyClient ??= aSession();
    return clientTokens.get(sessionId ?? (await anyClient)) ?? '';
  };

  const operationOf = (id: string): Operation => {
    const found = OPERATIONS.find(({ operationId }) => operationId === id);
    if (!found) throw new Error(`the document has no operation ${id}`);
    return found;
  };

  async function send(operation: Operation, call: Call = {}) {
    const { token = callerOf(operation), key, query = '', type = 'application/json' } = call;
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(call.path?.[name] ?? PLAUSIBLE[name] ?? ''),
    );
    const example = operation.requestBody?.content['application/json'].example;
    return fetch(new URL(`${path.slice(1)}${query}`, flow.stack.apiUrl), {
      method: operation.method,
      headers: {
        ...(operation.method === 'POST' ? { 'content-type': type } : {}),
        ...(token === 'none' ? {} : { authorization: `Bearer ${await tokenOf(token, call.path?.id)}` }),
        ...(takesHeader(operation, 'Audit-Reason') ? { 'audit-reason': 'a test' } : {}),
        ...(takesKey(operation) && key !== null ? { 'idempotency-key': key ?? randomUUID() } : {}),
      },
      ...(operation.method === 'POST' ? { body: call.body ?? JSON.stringify(example ?? {}) } : {}),
    });
  }

  const created = async <T>(id: string, call: Call = {}): Promise<T> => {
    const response = await send(operationOf(id), { token: 'backend', ...call });
    expect(response.ok, `${id}: ${await response.clone().text()}`).toBe(true);
    return (await response.json()) as T;
  };
  const aSession = async (userId = aUserId()): Promise<string> => {
    const body = {
      type: 'registration',
      user_id: userId,
      consent: { given: true, notice_version: '2026-01' },
    };
    const { id, client_token } = await created<{ id: string; client_token: string }>(
      'create-verification-session',
      { body: JSON.stringify(body) },
    );
    clientTokens.set(id, client_token);
    return id;
  };
  const aLivenessSession = async (id: string, key?: string): Promise<string> => {
    const call = { path: { id }, ...(key ? { key } : {}) };
    return (await created<{ liveness_session_id: string }>('create-liveness-session', call))
      .liveness_session_id;
  };
  const show = async (livenessSession: string, photo: Buffer) =>
    fetch(`${flow.stack.endpoint}/_local/rekognition/liveness-sessions/${livenessSession}/recording`, {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg' },
      body: new Uint8Array(photo),
    });
  const aPassedSession = async () => {
    const id = await aSession();
    const liveness_session_id = await aLivenessSession(id);
    await show(liveness_session_id, await selfieOf('franck'));
    await created('complete-liveness-session', { path: { id, liveness_session_id } });
    return { id, liveness_session_id };
  };
  return { clientTokens, operationOf, send, created, aSession, aLivenessSession, show, aPassedSession };
}
