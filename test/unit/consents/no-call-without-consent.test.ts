import { describe, expect, it } from 'vitest';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import { createLivenessSession } from '../../../lambda/liveness/create-liveness-session.ts';
import { checkImageQuality } from '../../../lambda/registration/check-image-quality.ts';
import { compareFaces } from '../../../lambda/registration/compare-faces.ts';
import { recognizeEnrolledUser } from '../../../lambda/registration/recognize-enrolled-user.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import { submitVerificationSession } from '../../../lambda/registration/submit-verification-session.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import {
  aCaller,
  aCompleteSession,
  aLivenessSession,
  anIndexedFace,
  aPreparedSelfie,
  aRegistration,
  aSession,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

/** A port that leads to Rekognition, or to images: whatever is asked of it fails the test. */
// biome-ignore lint/suspicious/noExplicitAny: it stands for every port
const unreachable = (port: string): any =>
  new Proxy(() => {}, {
    get: (_target, member) => {
      throw new Error(`without consent ${port}.${String(member)} was reached`);
    },
    apply: () => {
      throw new Error(`without consent ${port} was reached`);
    },
  });
const PORTS = ['liveness', 'faces', 'images', 'editor', 'collections', 'users', 'workflow', 'authenticate'];

const CONSENT = { given_at: NOON.toISOString(), notice_version: '2026-01', receipt_id: 'cr_1' };

/** A session whose person has withdrawn consent, and consented again for another one. */
function aWorld(session: VerificationSession) {
  const sessions = new InMemorySessionStore({ ...session, consent: CONSENT });
  sessions.addLiveness(aLivenessSession());
  sessions.receipts.write(aWithdrawnReceipt());
  sessions.receipts.write(aReceipt({ id: 'cr_2' }));
  const { emit, metrics } = recordedMetrics();
  return {
    ...Object.fromEntries(PORTS.map((port) => [port, unreachable(port)])),
    sessions,
    transitions: sessions,
    receipts: sessions.receipts,
    ledgers: sessions.lockouts,
    generations: { default: [aGeneration()], tenants: {} },
    policyOf: pinned(),
    clock: () => NOON,
    emit,
    metrics,
    // biome-ignore lint/suspicious/noExplicitAny: what is not there is not reached either
  } as any;
}

const caller = aCaller();
const live = aLivenessSession().id;
const registration = aRegistration({ consent_receipt: 'cr_1' });

type Act = (world: ReturnType<typeof aWorld>) => Promise<unknown>;
const submit: Act = (world) => submitVerificationSession(caller, 'vs_1', world);
const STEPS: readonly (readonly [string, VerificationSession, Act])[] = [
  ['liveness', aSession(), (world) => createLivenessSession(caller, 'vs_1', { idempotencyKey: 'k' }, world)],
  ['liveness_result', aSession(), (world) => completeLivenessSession(caller, 'vs_1', live, world)],
  ['submit', aCompleteSession(), submit],
  ['submit', aCompleteSession({ status: 'error' }), submit],
  ['submit', aSession({ type: 'authentication', selfie: { key: 'selfie' } }), submit],
  ['submit', aSession({ type: 'step_up', selfie: { key: 'selfie' }, status: 'processing' }), submit],
];

describe('without consent no call is made', () => {
  it.each(STEPS)('at the step %s: %j', async (step, session, act) => {
    const world = aWorld(session);
    await expect(act(world)).rejects.toMatchObject({ code: 'consent_withdrawn' });
    expect(world.metrics).toEqual([{ name: 'ConsentRefused', value: 1, dimensions: { Step: step } }]);
    expect(world.sessions.stored(TENANT, 'vs_1')).toEqual({ ...session, consent: CONSENT });
  });

  it('in a task of the workflow, which ends the run for that reason', async () => {
    const world = aWorld(aCompleteSession({ status: 'processing' }));
    const refused = { continue: false, reason_codes: ['consent_withdrawn'] };
    expect(await checkImageQuality({ registration, image: 'document' }, world)).toEqual(refused);
    expect(await recognizeEnrolledUser({ registration }, world)).toEqual(refused);
    const searched = { registration, selfie: aPreparedSelfie(), enrollment: anIndexedFace() };
    expect(await searchDuplicateFaces(searched, world)).toEqual(refused);
    expect(await compareFaces({ registration }, world)).toMatchObject({
      comparison: { refused_for: ['consent_withdrawn'], calls: {} },
    });
    expect(world.metrics).toHaveLength(4);
  });

  it('but a document is still judged by a person, and what is decided is still shown', async () => {
    const byDocument = aWorld(aSession({ alternative_path: WITHOUT_FACE }));
    await expect(submitVerificationSession(caller, 'vs_1', byDocument)).rejects.toMatchObject({
      code: 'requirements_missing',
    });
    const submitted_at = NOON.toISOString();
    const declined = aWorld(aCompleteSession({ status: 'declined', submitted_at }));
    expect((await submitVerificationSession(caller, 'vs_1', declined)).status).toBe('declined');
  });
});
