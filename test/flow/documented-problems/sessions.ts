import { it } from 'vitest';
import { receiptIdOf } from '../../../lambda/consents/domain/consent-receipt.ts';
import {
  consentReceiptKey,
  sessionKey,
  stepUpProofKey,
  userClaimKey,
} from '../../../lambda/platform/dynamo-keys.ts';
import { proofOf } from '../../../lambda/step-up/domain/step-up-proof.ts';
import { isForClients, OPERATIONS, problemsIn } from '../../support/documented-api.ts';
import type { Call } from '../../support/documented-calls.ts';
import { aStepUp } from '../../support/lambda/a-step-up.ts';
import { NOON } from '../../support/lambda/builders.ts';
import type { ProblemProber } from '../../support/problem-prober.ts';
import { aUserId } from '../../support/registrations.ts';
import { rowsOf } from '../../support/stored-rows.ts';

const MINUTE_MS = 60_000;

/** Problems of sessions: consent, state, what they were created for. */
export function problemsOfSessions({
  flow,
  clientTokens,
  expectProblem,
  expectOne,
  created,
  aSession,
  aLivenessSession,
}: ProblemProber): void {
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

    const withdrawing = aUserId();
    const id = await aSession(withdrawing);
    const call: Call = { token: 'backend', path: { id, liveness_session_id: await aLivenessSession(id) } };
    // in its row alone, since the event of a withdrawal begins an erasure, which cancels the session at some time
    const receipt = consentReceiptKey('demo', withdrawing, receiptIdOf(id));
    await (await rowsOf(flow, 'Control')).set(receipt, 'withdrawn_at', new Date().toISOString());
    for (const operation of [
      'create-liveness-session',
      'complete-liveness-session',
      'submit-verification-session',
    ])
      await expectProblem(operation, 'consent_withdrawn', call);
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
}
