import { randomUUID } from 'node:crypto';
import { aPhotoWithoutFace, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { expect, it } from 'vitest';
import { lockoutKey, sessionKey } from '../../../lambda/platform/dynamo-keys.ts';
import type { Call } from '../../support/documented-calls.ts';
import type { ProblemProber } from '../../support/problem-prober.ts';
import { aUserId } from '../../support/registrations.ts';
import { injectFaults } from '../../support/rekognition-admin.ts';
import { rowsOf } from '../../support/stored-rows.ts';

const MINUTE_MS = 60_000;

/** Problems of liveness checks and of the time that they have; the last of them puts the clock forward. */
export function problemsOfLiveness({
  flow,
  operationOf,
  send,
  expectProblem,
  created,
  aSession,
  aLivenessSession,
  show,
  aPassedSession,
}: ProblemProber): void {
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
}
