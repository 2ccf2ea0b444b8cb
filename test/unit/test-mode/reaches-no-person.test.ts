import { describe, expect, it } from 'vitest';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import { createLivenessSession } from '../../../lambda/liveness/create-liveness-session.ts';
import { startResumedRegistration } from '../../../lambda/registration/start-resumed-registration.ts';
import { submitVerificationSession } from '../../../lambda/registration/submit-verification-session.ts';
import { sweepSessions } from '../../../lambda/registration/sweep-sessions.ts';
import { openCasesOfSession } from '../../../lambda/review-cases/open-cases-of-session.ts';
import { sampleLivenessCheck } from '../../../lambda/review-cases/sample-liveness-check.ts';
import { createVerificationSessionRequest } from '../../../lambda/sessions/contract.ts';
import { createDocumentUpload } from '../../../lambda/sessions/create-document-upload.ts';
import { createVerificationSession } from '../../../lambda/sessions/create-verification-session.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { TEST_MODE_FUNCTIONS } from '../../../lambda/test-mode/functions.ts';
import { someConsents } from '../../support/lambda/a-consent.ts';
import { active, pinned } from '../../support/lambda/a-policy.ts';
import {
  aBackend,
  aCaller,
  aCompleteSession,
  aReview,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

/** A port that leads to Rekognition or to data of people: whatever is asked of it fails the test. */
// biome-ignore lint/suspicious/noExplicitAny: it stands for every port
const unreachable = (port: string): any =>
  new Proxy(() => {}, {
    get: (_target, member) => {
      throw new Error(`a test session reached ${port}.${String(member)}`);
    },
    apply: () => {
      throw new Error(`a test session reached ${port}`);
    },
  });

const PORTS = [
  'liveness',
  'faces',
  'images',
  'editor',
  'enrollments',
  'mappings',
  'ledgers',
  'openSessions',
  'workflow',
  'authenticate',
  'cases',
  'deletionQueue',
];

function aWorld(changes: Partial<VerificationSession> = {}) {
  const sessions = new InMemorySessionStore(aCompleteSession({ livemode: false, ...changes }));
  const { emit, metrics } = recordedMetrics();
  return {
    ...Object.fromEntries(PORTS.map((port) => [port, unreachable(port)])),
    sessions,
    transitions: sessions,
    ...someConsents(unreachable('receipts')),
    deletions: { get: async () => undefined, listBefore: async () => [] },
    policyOf: pinned(),
    activePolicy: active(),
    testMode: true,
    generations: { default: [aGeneration()], tenants: {} },
    generationsInUse: activeGenerations(),
    settings: { retentionDays: 1, labelRetentionDays: 1 },
    clock: () => NOON,
    newIdentifier: () => 'vs_2',
    emit,
    metrics,
    // biome-ignore lint/suspicious/noExplicitAny: it has the ports of every use-case
  } as any;
}

const aRequest = (changes: object = {}) =>
  createVerificationSessionRequest.parse({
    ...{ type: 'registration', user_id: 'user-1', device: { id: 'phone-1' }, livemode: false },
    consent: { given: true, notice_version: '2026-01' },
    ...changes,
  });

describe('a test session', () => {
  it.each(['registration', 'authentication', 'step_up'])(
    'is created without asking about its user: %s',
    async (type) => {
      const world = aWorld();
      const transaction = type === 'step_up' ? { transaction: { amount: '1.00' } } : {};
      const view = await createVerificationSession(aBackend(), aRequest({ type, ...transaction }), world);
      expect(view).toMatchObject({ id: 'vs_2', livemode: false, status: 'requires_input' });
      expect(world.sessions.events).toMatchObject([{ livemode: false }]);
      expect(world.metrics).toEqual([]);
    },
  );

  it('is for backends and operators, on stages with test mode', async () => {
    await expect(createVerificationSession(aCaller(['self']), aRequest(), aWorld())).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('livemode'),
    });
    const off = { ...aWorld(), testMode: false };
    await expect(createVerificationSession(aBackend(), aRequest(), off)).rejects.toMatchObject({
      code: 'test_mode_off',
    });
  });

  it('takes no liveness check, document or submit, and says what to call', async () => {
    const refused = {
      code: 'test_session',
      message: expect.stringContaining('POST /v1/test-helpers/verification-sessions/vs_1/simulate'),
    };
    const caller = aBackend();
    const calls = [
      createLivenessSession(caller, 'vs_1', { idempotencyKey: 'key' }, aWorld()),
      completeLivenessSession(caller, 'vs_1', 'ls_1', aWorld()),
      createDocumentUpload(caller, 'vs_1', aWorld()),
      submitVerificationSession(caller, 'vs_1', aWorld()),
      submitVerificationSession(caller, 'vs_1', aWorld({ status: 'processing' })),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject(refused);
  });

  it('starts no run when it is resumed, and opens no case when it is held or sampled', async () => {
    const processing = aWorld({ status: 'processing', submitted_at: NOON.toISOString(), runs: 2 });
    await startResumedRegistration(TENANT, 'vs_1', processing);
    const review = aReview(['match_in_band'], ['match_in_band'], NOON);
    await openCasesOfSession(TENANT, 'vs_1', aWorld({ status: 'in_review', review }));
    await sampleLivenessCheck(TENANT, 'vs_1', aWorld());
  });

  it.each(['requires_input', 'processing', 'in_review'] as const)(
    'is swept without a metric: %s',
    async (status) => {
      const review = aReview(['match_in_band'], ['match_in_band'], NOON);
      const world = aWorld({
        status,
        submitted_at: NOON.toISOString(),
        ...(status === 'in_review' ? { review } : {}),
      });
      await sweepSessions(TENANT, { ...world, clock: () => minutesAfter(24 * 60) });
      expect(world.sessions.stored(TENANT, 'vs_1').status).toBe(
        status === 'requires_input' ? 'abandoned' : status,
      );
      expect(world.metrics).toEqual([]);
    },
  );

  it('is simulated by a function that may do nothing to faces and images', () => {
    for (const { access } of Object.values(TEST_MODE_FUNCTIONS))
      expect(Object.keys(access).sort()).toEqual(['control', 'sessions']);
  });
});
