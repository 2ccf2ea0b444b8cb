import { randomUUID } from 'node:crypto';
import { it } from 'vitest';
import {
  isForClients,
  OPERATIONS,
  type Operation,
  problemsIn,
  takes,
  takesKey,
} from '../../support/documented-api.ts';
import type { Call } from '../../support/documented-calls.ts';
import type { ProblemProber } from '../../support/problem-prober.ts';
import { aUserId } from '../../support/registrations.ts';

/** A request that is invalid in the first part that the operation reads. */
const invalid = (operation: Operation): Call => {
  if (isForClients(operation)) return { query: '?nonsense=1' };
  if (takes(operation, 'path'))
    return { path: Object.fromEntries(operation.parameters.map(({ name }) => [name, 'not an id'])) };
  if (takes(operation, 'query')) return { query: '?limit=0' };
  return operation.method === 'GET' ? { query: '?nonsense=1' } : { body: '{"nonsense":1}' };
};

/** Problems that any operation has. */
export function problemsOfAnyOperation({ expectProblem, created }: ProblemProber): void {
  // public keys are for everybody
  it.each(OPERATIONS.filter(({ security }) => security.length > 0))(
    'of $operationId is the one of a request that cannot be served anywhere',
    async (one) => {
      const { operationId, requestBody } = one;
      await expectProblem(operationId, 'unauthorized', { token: 'none' });
      await expectProblem(operationId, 'invalid_request', invalid(one));
      if (requestBody) {
        await expectProblem(operationId, 'unsupported_media_type', { type: 'text/plain' });
        await expectProblem(operationId, 'request_too_large', { body: JSON.stringify({}).padEnd(65 * 1024) });
        await expectProblem(operationId, 'invalid_request', { body: '[]' });
        await expectProblem(operationId, 'invalid_request', { body: '{' });
      }
      if (takesKey(one)) await expectProblem(operationId, 'idempotency_key_missing', { key: null });
      if ('not_found' in problemsIn(one, 404)) await expectProblem(operationId, 'not_found', {});
    },
  );

  it.each([
    ['exchange-capture-link', 'capture_link_invalid'],
    ['repudiate-by-link', 'repudiation_link_invalid'],
  ])('is that of a link without a token: %s', async (id, refusal) => {
    await expectProblem(id, refusal, { token: 'none' });
    await expectProblem(id, 'invalid_request', { token: 'none', query: '?nonsense=1' });
    await expectProblem(id, 'unsupported_media_type', { token: 'none', type: 'text/plain' });
    await expectProblem(id, 'request_too_large', {
      token: 'none',
      body: JSON.stringify({}).padEnd(65 * 1024),
    });
    await expectProblem(id, 'idempotency_key_missing', { token: 'none', key: null });
  });

  it('is that of a key which was used for another request', async () => {
    const key = randomUUID();
    const body = { type: 'registration', consent: { given: true, notice_version: '2026-01' } };
    await created('create-verification-session', { token: 'olivia', key, body: JSON.stringify(body) });
    const ofBackend = JSON.stringify({ ...body, user_id: aUserId() });
    await created('create-verification-session', { token: 'backend', key, body: ofBackend });
    const png = JSON.stringify({ content_type: 'image/png' });
    await created('client-create-document-upload', { token: 'client', key, body: png });
    for (const one of OPERATIONS.filter(takesKey))
      if ('idempotency_key_reused' in problemsIn(one, 422))
        await expectProblem(one.operationId, 'idempotency_key_reused', { key });
  });
}
