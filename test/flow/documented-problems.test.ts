import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { aPhotoWithoutFace, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import {
  lockoutKey,
  policyVersionKey,
  reviewCaseKey,
  sessionKey,
  stepUpProofKey,
  userClaimKey,
} from '../../lambda/platform/dynamo-keys.ts';
import type { ReviewCase } from '../../lambda/review-cases/domain/review-case.ts';
import { proofOf } from '../../lambda/step-up/domain/step-up-proof.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { aPolicyVersion } from '../support/lambda/a-policy.ts';
import { aReviewCase } from '../support/lambda/a-review-case.ts';
import { aStepUp } from '../support/lambda/a-step-up.ts';
import { NOON } from '../support/lambda/builders.ts';
import { aUserId } from '../support/registrations.ts';
import { injectFaults } from '../support/rekognition-admin.ts';
import { rowsOf } from '../support/stored-rows.ts';

interface Response {
  readonly headers: Record<string, unknown>;
  readonly content?: Record<string, { examples?: Record<string, { value: Record<string, unknown> }> }>;
}
interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters: readonly { name: string; in: string }[];
  readonly requestBody?: { content: { 'application/json': { example: unknown } } };
  readonly responses: Record<string, Response>;
}

const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: object };
};
const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    path,
    method: method.toUpperCase(),
  })),
);
const problemsIn = ({ responses }: Operation, status: number | string) =>
  responses[status]?.content?.['application/problem+json']?.examples ?? {};
const takesHeader = ({ parameters }: Operation, header: string) =>
  parameters.some(({ name }) => name === header);
const takesKey = (operation: Operation) => takesHeader(operation, 'Idempotency-Key');
const isForClients = ({ security }: Operation) => security.some((scheme) => 'client' in scheme);
/** A person, who is an operator, a backend where no person may call, or an app with the token of a session. */
const callerOf = (operation: Operation) =>
  isForClients(operation)
    ? 'client'
    : operation.security.some((scheme) => 'person' in scheme)
      ? 'olivia'
      : 'backend';
const takes = (operation: Operation, where: string) =>
  operation.parameters.some((parameter) => parameter.in === where);

/** Documented problems that these tests provoke on no operation, or on some only, and why. */
const NOT_PROVOKED: Readonly<Record<string, string>> = {
  audit_unavailable: 'takes an audit table that refuses writes; audited.test.ts has it',
  forbidden: 'every token of the user pool names one tenant; only the body of a new session can ask for more',
  internal_error: 'a fault of ours; only where Rekognition can be made to fail at once',
  upstream_throttled: 'only where a function calls Rekognition, which can be made to throttle',
  upstream_timeout: 'no function is slower than API Gateway waits',
  too_many_requests: 'takes more requests per second than a laptop sends',
  idempotency_in_flight: 'one operation is enough: all share the store whose record is put into that state',
  policy_changed: 'takes several writers at the same moment; create-policy-version.test.ts has it',
  generation_changed: 'takes a deployment of another shape; generations-in-use.test.ts has it',
  face_limit_reached: 'takes a user with five faces; re-enrollment.test.ts has it',
  test_mode_off: 'takes a stage without test mode; simulate-verification-session.test.ts has it',
  'create-webhook-endpoint invalid_state':
    'takes as many endpoints as a tenant may have; create-endpoint.test.ts has it',
  'rotate-webhook-secret invalid_state':
    'a replay of its key after another rotation; show-secret.test.ts has it',
  'delete-watchlist-entry invalid_state':
    'takes a change of the entry meanwhile; remove-watchlist-entry.test.ts has it',
  'create-repudiation-link invalid_state':
    'a replay of its key after the link was used; create-repudiation-link.test.ts has it',
  'create-liveness-session liveness_session_expired':
    'a replay of its key after three minutes by the clock of the functions; liveness-session-view.test.ts has it',
  'client-create-liveness-session liveness_session_expired': 'the same',
};

const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
ajv.addSchema({ $id: 'api', components: document.components });

interface Call {
  readonly token?: 'sam' | 'olivia' | 'backend' | 'client' | 'none';
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: string;
  readonly type?: string;
  /** Undefined for a new one, null for none. */
  readonly key?: string | null;
}

describe('a documented problem', () => {
  const flow = withFlowStack();
  const provoked = new Set<string>();

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

  /** Sends a request and compares the problem with the document: status, code, type, schema and headers. */
  async function expectProblem(id: string, code: string, call: Call = {}) {
    await expectOne(id, code, call);
    // an app with the session's token gets the same
    const mirror = OPERATIONS.find(({ operationId }) => operationId === `client-${id}`);
    const isDocumented =
      mirror && Object.keys(mirror.responses).some((one) => code in problemsIn(mirror, one));
    if (isDocumented && call.key === undefined && clientTokens.has(call.path?.id ?? ''))
      await expectOne(`client-${id}`, code, { ...call, token: 'client' });
  }

  async function expectOne(id: string, code: string, call: Call) {
    const operation = operationOf(id);
    const response = await send(operation, call);
    const body = (await response.json()) as Record<string, unknown>;
    const about = `${id} ${JSON.stringify(call)}: ${JSON.stringify(body)}`;
    const documented = problemsIn(operation, response.status)[code]?.value;
    expect(documented, about).toBeDefined();
    const { type, title, status } = documented ?? {};
    expect(body, about).toMatchObject({ type, title, status, code });
    expect(body.status).toBe(response.status);
    expect(response.headers.get('content-type'), about).toContain('application/problem+json');
    const accepts = ajv.getSchema('api#/components/schemas/Problem');
    expect(accepts?.(body), ajv.errorsText(accepts?.errors)).toBe(true);
    expect(Array.isArray(body.errors), about).toBe(code === 'invalid_request');
    const waits = response.headers.get('retry-after');
    if (body.retry_after_seconds !== undefined) expect(waits).toBe(String(body.retry_after_seconds));
    if (waits !== null)
      expect(Object.keys(operation.responses[response.status]?.headers ?? {}), about).toContain(
        'Retry-After',
      );
    provoked.add(`${id} ${code}`);
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

  afterAll(() => injectFaults(flow.stack, []));

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

  it('is that of a caller or a consent that does not suffice', async () => {
    const id = 'create-verification-session';
    const body = {
      type: 'registration',
      user_id: aUserId(),
      consent: { given: true, notice_version: '2026-01' },
    };
    await expectProblem(id, 'forbidden', { token: 'sam', body: JSON.stringify(body) });
    const refused = { ...body, consent: { ...body.consent, given: false } };
    await expectProblem(id, 'consent_missing', { token: 'backend', body: JSON.stringify(refused) });
    const unknown = { ...body, consent: { ...body.consent, notice_version: 'unknown' } };
    await expectProblem(id, 'consent_text_unknown', { token: 'backend', body: JSON.stringify(unknown) });
    for (let open = 0; open < 5; open += 1) await aSession(body.user_id);
    await expectProblem(id, 'too_many_open_sessions', { token: 'backend', body: JSON.stringify(body) });
  });

  it('is that of a consent text or a receipt that does not suffice', async () => {
    const path = { notice_version: 'unknown' };
    await expectProblem('get-consent-text', 'consent_text_unknown', { token: 'backend', path });
    await expectProblem('client-get-consent-text', 'consent_text_unknown', { token: 'client', path });
    const user_id = aUserId();
    const consent = { user_id, purpose: 'identity_verification', notice_version: '2026-01' };
    const unknown = JSON.stringify({ ...consent, notice_version: 'unknown' });
    await expectProblem('give-consent', 'consent_text_unknown', { token: 'backend', body: unknown });
    const other = { notice_version: '2026-01', locale: 'en', title: 'Another', body: 'Another' };
    await expectProblem('publish-consent-text', 'consent_text_published', { body: JSON.stringify(other) });
    const given = { token: 'backend', body: JSON.stringify(consent) } as const;
    const { id: receipt_id } = await created<{ id: string }>('give-consent', given);
    const ofUser = JSON.stringify({ user_id });
    await created('withdraw-consent', { token: 'backend', path: { id: receipt_id }, body: ofUser });
    const body = JSON.stringify({ type: 'registration', user_id, consent: { receipt_id } });
    await expectProblem('create-verification-session', 'consent_withdrawn', { token: 'backend', body });
    const job = { format: 'csv', consent: { notice_version: 'unknown', basis: 'signed forms' } };
    await expectProblem('create-index-job', 'consent_text_unknown', { body: JSON.stringify(job) });

    for (const operation of [
      'create-liveness-session',
      'complete-liveness-session',
      'submit-verification-session',
    ]) {
      // a session of its own, since the erasure that a withdrawal begins soon cancels it
      const withdrawing = aUserId();
      const id = await aSession(withdrawing);
      const { liveness_session_id } = await created<{ liveness_session_id: string }>(
        'create-liveness-session',
        { path: { id } },
      );
      const receiptPath = { id: id.replace('vs_', 'cr_') };
      const ofWithdrawing = JSON.stringify({ user_id: withdrawing });
      await created('withdraw-consent', { token: 'backend', path: receiptPath, body: ofWithdrawing });
      const call: Call = { token: 'backend', path: { id, liveness_session_id } };
      await expectProblem(operation, 'consent_withdrawn', call);
    }
  });

  it('is that of a test session, or of a simulation that needs one', async () => {
    const body = JSON.stringify({
      ...{ type: 'registration', user_id: aUserId(), livemode: false },
      consent: { given: true, notice_version: '2026-01' },
    });
    const { id, client_token } = await created<{ id: string; client_token: string }>(
      'create-verification-session',
      { body },
    );
    clientTokens.set(id, client_token);
    const call: Call = { token: 'backend', path: { id } };
    for (const operation of [
      'create-liveness-session',
      'complete-liveness-session',
      'create-document-upload',
      'submit-verification-session',
    ])
      await expectProblem(operation, 'test_session', call);
    const live: Call = { token: 'backend', path: { id: await aSession() } };
    await expectProblem('simulate-verification-session', 'invalid_state', live);
    const row = sessionKey('demo', id);
    const past = new Date(Date.now() - MINUTE_MS).toISOString();
    await (await rowsOf(flow, 'Sessions')).set(row, 'expires_at', past);
    await expectProblem('simulate-verification-session', 'session_expired', call);
  });

  it('is that of a proof that was spent, or has expired', async () => {
    const control = await rowsOf(flow, 'Control');
    for (const [jti, decided_at, code, consumed_at] of [
      ['sup_spent', new Date().toISOString(), 'step_up_proof_consumed', new Date().toISOString()],
      ['sup_old', NOON.toISOString(), 'step_up_proof_expired', undefined],
    ] as const) {
      const proof = proofOf(aStepUp({ tenant: 'demo', decided_at }));
      const row = { ...proof, jti, ...stepUpProofKey('demo', jti), ...(consumed_at ? { consumed_at } : {}) };
      await control.put(row);
      await expectProblem('consume-step-up-proof', code, { path: { jti } });
    }
  });

  it('is that of a session whose outcome is known', async () => {
    const bodyOf = (type: string, user_id: string): Call => ({
      token: 'backend',
      body: JSON.stringify({ type, user_id, consent: { given: true, notice_version: '2026-01' } }),
    });
    await expectProblem(
      'create-verification-session',
      'user_not_enrolled',
      bodyOf('authentication', aUserId()),
    );
    const unoffered = JSON.stringify({
      ...{ type: 'authentication', user_id: aUserId(), consent: { given: true, notice_version: '2026-01' } },
      alternative_path: { reason: 'other' },
    });
    await expectProblem('create-verification-session', 'alternative_path_not_offered', {
      token: 'backend',
      body: unoffered,
    });
    const [login, userId] = [await aSession(), aUserId()];
    const registration = await aSession(userId);
    await (await rowsOf(flow, 'Sessions')).set(sessionKey('demo', login), 'type', 'authentication');
    const liveness = (id: string): Call => ({ token: 'backend', path: { id } });
    await expectProblem('create-liveness-session', 'user_not_enrolled', liveness(login));
    await expectProblem('take-alternative-path', 'alternative_path_not_offered', liveness(login));

    const claim = {
      tenant: 'demo',
      user_id: userId,
      session_id: 'vs_0',
      image_sha256: 'a',
      image: { key: 'b' },
      state: 'enrolled',
    };
    await (await rowsOf(flow, 'Control')).put({ ...userClaimKey('demo', userId), ...claim });
    await expectProblem(
      'create-verification-session',
      'user_already_enrolled',
      bodyOf('registration', userId),
    );
    await expectProblem('create-liveness-session', 'user_already_enrolled', liveness(registration));
  });

  it('is that of a session whose status does not allow it', async () => {
    const id = await aSession();
    const liveness_session_id = await aLivenessSession(id);
    const call: Call = { token: 'backend', path: { id, liveness_session_id } };
    await expectProblem('submit-verification-session', 'requirements_missing', call);
    await expectProblem('complete-liveness-session', 'liveness_not_taken', call);
    await created('cancel-verification-session', call);
    for (const operation of [
      'create-document-upload',
      'cancel-verification-session',
      'create-liveness-session',
      'complete-liveness-session',
      'submit-verification-session',
      'take-alternative-path',
      'report-interruption',
      'create-capture-link',
    ])
      await expectOne(operation, 'invalid_state', call);
    // the token has ended with the session, and reads the result of one that was decided
    for (const { operationId } of OPERATIONS.filter(isForClients))
      await expectProblem(operationId, 'session_closed', { ...call, token: 'client' });
    const decided = await aSession();
    const check = await aLivenessSession(decided);
    await (await rowsOf(flow, 'Sessions')).set(sessionKey('demo', decided), 'status', 'declined');
    for (const operation of OPERATIONS.filter((one) => 'invalid_state' in problemsIn(one, 409)))
      if (isForClients(operation))
        await expectProblem(operation.operationId, 'invalid_state', {
          token: 'client',
          path: { id: decided, liveness_session_id: check },
        });
  });

  it('is that of a liveness check in the wrong order', async () => {
    const passed = await aPassedSession();
    const outdated = JSON.stringify({ challenge_versions: { FaceMovementAndLightChallenge: '0.9.0' } });
    const old: Call = { token: 'backend', path: { id: await aSession() }, body: outdated };
    await expectProblem('create-liveness-session', 'upgrade_required', old);
    const call: Call = { token: 'backend', path: passed };
    await expectProblem('create-liveness-session', 'liveness_already_passed', call);
    await expectProblem('complete-liveness-session', 'liveness_session_already_used', call);
    const dimmed: Call = { ...call, body: JSON.stringify({ reason: 'photosensitive' }) };
    await expectProblem('take-alternative-path', 'liveness_already_passed', dimmed);

    const id = await aSession();
    const [first, second] = [await aLivenessSession(id), await aLivenessSession(id)];
    await show(first, await selfieOf('franck'));
    await created('complete-liveness-session', { path: { id, liveness_session_id: first } });
    const late: Call = { token: 'backend', path: { id, liveness_session_id: second } };
    await expectProblem('complete-liveness-session', 'liveness_already_passed', late);

    const crowded = await aSession();
    let response = 201;
    while (response === 201)
      response = (await send(operationOf('create-liveness-session'), { ...call, path: { id: crowded } }))
        .status;
    const again: Call = { token: 'backend', path: { id: crowded } };
    await expectProblem('create-liveness-session', 'too_many_open_sessions', again);
  });

  it('is that of a service behind the API', async () => {
    const id = await aSession();
    const call: Call = { token: 'backend', path: { id } };
    const failing = async (error: string) =>
      injectFaults(flow.stack, [{ operation: 'CreateFaceLivenessSession', error }]);
    await failing('ThrottlingException');
    await expectProblem('create-liveness-session', 'upstream_throttled', call);
    await failing('AccessDeniedException');
    await expectProblem('create-liveness-session', 'internal_error', call);
    await injectFaults(flow.stack, []);
  });

  it('is that of a request whose first try still runs', async () => {
    const call: Call = { token: 'backend', path: { id: await aSession() }, key: randomUUID() };
    const { liveness_session_id } = await created<{ liveness_session_id: string }>(
      'create-liveness-session',
      call,
    );
    // its record is put back into the state that it had during the first try, which no test can hold there
    const control = await rowsOf(flow, 'Control');
    const records = await control.list('demo#idempotency#');
    const record = records.find((row) => JSON.stringify(row).includes(liveness_session_id));
    if (!record) throw new Error(`no record holds ${liveness_session_id}`);
    await control.set(record, 'in_progress_expiration', Date.now() + MINUTE_MS);
    await control.set(record, 'status', 'INPROGRESS');
    await expectProblem('create-liveness-session', 'idempotency_in_flight', call);
    await control.set(record, 'status', 'COMPLETED');
    expect(await created('create-liveness-session', call)).toMatchObject({ liveness_session_id });
  });

  it('is that of a job, a migration or a reconciliation that cannot do this now', async () => {
    const { id } = await created<{ id: string }>('create-index-job', {
      token: 'olivia',
      body: JSON.stringify({
        format: 'csv',
        consent: { notice_version: '2026-01', basis: 'signed forms' },
      }),
    });
    await expectProblem('change-index-job', 'invalid_state', { path: { id, action: 'pause' } });
    await expectProblem('change-index-job', 'not_found', { path: { id, action: 'dance' } });

    const to = (generation: string): Call => ({ token: 'olivia', body: JSON.stringify({ to: generation }) });
    await expectProblem('create-migration', 'invalid_state', to('g1'));
    const migration = await created<{ id: string }>('create-migration', to('g2'));
    // without a body, as an operator's curl sends it
    const rollBack: Call = { path: { id: migration.id, action: 'roll-back' }, body: '' };
    await expectProblem('change-migration', 'invalid_state', rollBack);

    await created('create-reconciliation', { token: 'olivia', body: JSON.stringify({ dry_run: true }) });
    await expectProblem('create-reconciliation', 'invalid_state', {});
  });

  it('is that of a webhook endpoint that is disabled', async () => {
    const { id } = await created<{ id: string }>('create-webhook-endpoint', { token: 'olivia' });
    const body = JSON.stringify({ status: 'disabled' });
    await created('change-webhook-endpoint', { token: 'olivia', path: { id }, body });
    await expectProblem('replay-webhook-events', 'invalid_state', { path: { id } });
  });

  it('is that of a watchlist entry without an image', async () => {
    const { id: entry_id } = await created<{ id: string }>('create-watchlist-entry', {
      token: 'olivia',
      path: { id: 'fraud' },
      body: JSON.stringify({
        reason: { code: 'confirmed_fraud' },
        source: 'a test',
        content_type: 'image/jpeg',
      }),
    });
    await expectProblem('complete-watchlist-entry', 'invalid_state', { path: { id: 'fraud', entry_id } });
  });

  it('is that of a policy that cannot do this now', async () => {
    await expectProblem('roll-back-policy', 'invalid_state', { path: { id: 'step_up' } });
    const control = await rowsOf(flow, 'Control');
    const version = aPolicyVersion({ tenant: 'demo', id: 'step_up', version: 2, document: '{}' });
    await control.put({ ...policyVersionKey('demo', 'step_up', 2), ...version });
    await expectProblem('activate-policy-version', 'invalid_state', {
      path: { id: 'step_up', version: '2' },
    });
    await expectProblem('simulate-policy', 'invalid_state', {
      path: { id: 'step_up' },
      body: JSON.stringify({ version: 2 }),
    });
  });

  it('is that of a review case that cannot do this now', async () => {
    const control = await rowsOf(flow, 'Control');
    const aCase = async (id: string, changes: Partial<ReviewCase>): Promise<Call> => {
      await control.put({ ...reviewCaseKey('demo', id), ...aReviewCase({ tenant: 'demo', id, ...changes }) });
      return { path: { id } };
    };
    const decided = await aCase('rc_decided', { status: 'decided' });
    for (const operation of ['assign', 'unassign', 'decide'])
      await expectProblem(`${operation}-review-case`, 'invalid_state', decided);
    await expectProblem('add-review-case-note', 'invalid_state', decided);

    const open = await aCase('rc_open', { four_eyes: true });
    await expectProblem('reopen-review-case', 'invalid_state', open);
    // the finding of the example is about the second revision
    await expectProblem('decide-review-case', 'review_case_changed', open);
    await created('assign-review-case', { ...open, token: 'olivia' });
    await created('decide-review-case', { ...open, token: 'olivia' });
    await expectProblem('assign-review-case', 'second_reviewer_required', open);
    const second = { ...open, body: JSON.stringify({ revision: 3, finding: 'attack' }) };
    await expectProblem('decide-review-case', 'second_reviewer_required', second);
  });

  it.each([
    ['liveness_locked_out', 0],
    ['liveness_blocked', 3],
  ])('is that of a person who failed too often: %s', async (code, timeouts) => {
    const userId = aUserId();
    const control = await rowsOf(flow, 'Control');
    const ledger = lockoutKey('demo', { kind: 'user', id: userId });
    if (timeouts > 0) await control.put({ ...ledger, failures: [], timeouts, blocked: false, revision: 1 });
    const [failing, prepared] = [await aSession(userId), await aSession(userId)];
    const kept = await aLivenessSession(prepared);
    let open = true;
    while (open) {
      const liveness_session_id = await aLivenessSession(failing);
      await show(liveness_session_id, await aPhotoWithoutFace());
      const path = { id: failing, liveness_session_id };
      open = (await created<{ retryable: boolean }>('complete-liveness-session', { path })).retryable;
    }
    const call: Call = { token: 'backend', path: { id: prepared, liveness_session_id: kept } };
    const body = {
      type: 'registration',
      user_id: userId,
      consent: { given: true, notice_version: '2026-01' },
    };
    await expectProblem('create-verification-session', code, { ...call, body: JSON.stringify(body) });
    await expectProblem('create-document-upload', code, call);
    await expectProblem('create-liveness-session', code, call);
    await expectProblem('complete-liveness-session', code, call);
    await expectProblem('submit-verification-session', code, call);
  });

  it('is that of a session or a check whose time is over', async () => {
    const id = await aSession();
    const liveness_session_id = await aLivenessSession(id);
    const call: Call = { token: 'backend', path: { id, liveness_session_id } };
    flow.clock.advance(4 * MINUTE_MS);
    await expectProblem('complete-liveness-session', 'liveness_session_expired', call);
    const sessions = await rowsOf(flow, 'Sessions');
    await sessions.set(sessionKey('demo', id), 'expires_at', new Date(Date.now() - MINUTE_MS).toISOString());
    for (const operation of [
      'create-document-upload',
      'cancel-verification-session',
      'create-liveness-session',
      'complete-liveness-session',
      'submit-verification-session',
      'take-alternative-path',
      'report-interruption',
      'create-capture-link',
    ])
      await expectProblem(operation, 'session_expired', call);
  });

  it('is each one of the document, but for those that have a reason', () => {
    const documented = OPERATIONS.flatMap((one) =>
      Object.keys(one.responses).flatMap((status) =>
        Object.keys(problemsIn(one, status)).map((code) => ({ code, pair: `${one.operationId} ${code}` })),
      ),
    );
    const missing = documented.filter(
      ({ code, pair }) => !provoked.has(pair) && !(code in NOT_PROVOKED) && !(pair in NOT_PROVOKED),
    );
    expect(missing).toEqual([]);
    const known = new Set(documented.flatMap(({ code, pair }) => [code, pair]));
    for (const name of Object.keys(NOT_PROVOKED)) {
      expect(known, name).toContain(name);
      expect(provoked, name).not.toContain(name);
    }
  });
});

const MINUTE_MS = 60_000;

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

/** A request that is invalid in the first part that the operation reads. */
const invalid = (operation: Operation): Call => {
  if (isForClients(operation)) return { query: '?nonsense=1' };
  if (takes(operation, 'path'))
    return { path: Object.fromEntries(operation.parameters.map(({ name }) => [name, 'not an id'])) };
  if (takes(operation, 'query')) return { query: '?limit=0' };
  return operation.method === 'GET' ? { query: '?nonsense=1' } : { body: '{"nonsense":1}' };
};
