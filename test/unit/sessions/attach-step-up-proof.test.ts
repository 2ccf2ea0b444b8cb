import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { approval } from '../../../lambda/kernel/decision.ts';
import { attachStepUpProof } from '../../../lambda/sessions/attach-step-up-proof.ts';
import { toClientView } from '../../../lambda/sessions/domain/client-view.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import {
  aBackend,
  aCaller,
  aClient,
  anOperator,
  aSession,
  minutesAfter,
  NOON,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const anApproved = (changes: Partial<VerificationSession> = {}) =>
  aSession({
    type: 'step_up',
    status: 'approved',
    transaction: { json: '{"amount":"1"}', sha256: 'a'.repeat(64) },
    decision: approval('0123456789ab', NOON),
    ...changes,
  });

async function proofFor(caller: Caller, session = anApproved(), minutes = 1) {
  const view = toClientView(session, NOON);
  const attached = await attachStepUpProof(caller, view, {
    sessions: new InMemorySessionStore(session),
    signer: { sign: async (type, claims) => `${type} ${(claims as { jti: string }).jti}` },
    stage: 'test',
    clock: () => minutesAfter(minutes),
    emit: recordedMetrics().emit,
  });
  const { step_up_proof, ...rest } = attached as typeof attached & { step_up_proof?: string };
  expect(rest).toEqual(view);
  return step_up_proof;
}

describe('the proof in the view of a session', () => {
  it("is for the session's person and the tenant's backend", async () => {
    expect(await proofFor(aCaller())).toBe('step-up-proof+jwt sup_1');
    expect(await proofFor(aBackend())).toBe('step-up-proof+jwt sup_1');
    expect(await proofFor(aClient())).toBe('step-up-proof+jwt sup_1');
    expect(await proofFor(aClient('vs_2'))).toBeUndefined();
  });

  it('is for no operator, who would spend it in the name of the person', async () => {
    expect(await proofFor(anOperator())).toBeUndefined();
  });

  it('is there for five minutes', async () => {
    expect(await proofFor(aCaller(), anApproved(), 5)).toBeUndefined();
  });

  it.each([
    ['a login', { type: 'authentication' as const, transaction: undefined }],
    ['a registration', { type: 'registration' as const, transaction: undefined }],
    ['a step-up that was declined', { status: 'declined' as const }],
    ['a step-up that is not decided', { status: 'processing' as const, decision: undefined }],
  ])('is not that of %s', async (_what, changes) => {
    const session = Object.fromEntries(
      Object.entries({ ...anApproved(), ...changes }).filter(([, value]) => value !== undefined),
    ) as VerificationSession;
    expect(await proofFor(aBackend(), session)).toBeUndefined();
  });
});
