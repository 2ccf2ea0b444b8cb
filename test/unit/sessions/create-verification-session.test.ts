import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Generation, Generations } from '../../../lambda/collections/contract.ts';
import { GenerationChanged } from '../../../lambda/collections/domain/generation-shape.ts';
import { withdraw } from '../../../lambda/consents/domain/consent-receipt.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createVerificationSessionRequest } from '../../../lambda/sessions/contract.ts';
import { createVerificationSession } from '../../../lambda/sessions/create-verification-session.ts';
import { someConsents } from '../../support/lambda/a-consent.ts';
import { active } from '../../support/lambda/a-policy.ts';
import {
  aBackend,
  aCaller,
  aClaim,
  aMapping,
  anOperator,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const aRequest = (changes: Record<string, unknown> = {}) =>
  createVerificationSessionRequest.parse({
    type: 'registration',
    device: { id: 'phone-1' },
    consent: { given: true, notice_version: '2026-01' },
    ...changes,
  });

function someDependencies(shard_key: Generation['shard_key'] = { kind: 'hash' }) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore();
  const enrollments = new InMemoryEnrollments(sessions);
  const generations: Generations = { default: [aGeneration({ shard_key })], tenants: {} };
  return {
    metrics,
    sessions,
    transitions: sessions,
    ...someConsents(sessions.receipts),
    ledgers: sessions.lockouts,
    enrollments,
    mappings: enrollments,
    openSessions: sessions.openSessions,
    testMode: true,
    generations,
    generationsInUse: activeGenerations(),
    emit,
    activePolicy: active(),
    clock: () => NOON,
    newIdentifier: () => 'vs_1',
  };
}

describe('creating a verification session', () => {
  it("stands for the token's own user where an end user calls", async () => {
    const dependencies = someDependencies();
    const view = await createVerificationSession(aCaller(), aRequest(), dependencies);
    expect(view).toMatchObject({
      id: 'vs_1',
      user_id: 'user-1',
      status: 'requires_input',
      attempts_remaining: 5,
    });
    expect(dependencies.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      device_id: 'phone-1',
      consent: { given_at: NOON.toISOString(), notice_version: '2026-01' },
      expires_at: minutesAfter(60).toISOString(),
      retained_until: minutesAfter(90 * 24 * 60).toISOString(),
    });
    expect(dependencies.metrics).toEqual([
      { name: 'ConsentGiven', value: 1, dimensions: { Channel: 'app' } },
      { name: 'VerificationSessionCreated', value: 1, dimensions: { Type: 'registration' } },
    ]);
  });

  it('takes an end user who names their own user id, or no device', async () => {
    const request = aRequest({ user_id: 'user-1', device: undefined });
    const view = await createVerificationSession(aCaller(), request, someDependencies());
    expect(view.user_id).toBe('user-1');
  });

  it("refuses an end user another one's user id", async () => {
    const creation = createVerificationSession(
      aCaller(),
      aRequest({ user_id: 'user-2' }),
      someDependencies(),
    );
    await expect(creation).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('call as a backend'),
    });
  });

  it('lets backends and operators name any user, and asks them to', async () => {
    for (const caller of [aBackend(), anOperator()]) {
      const view = await createVerificationSession(
        caller,
        aRequest({ user_id: 'user-7' }),
        someDependencies(),
      );
      expect(view.user_id).toBe('user-7');
      const creation = createVerificationSession(caller, aRequest(), someDependencies());
      await expect(creation).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('user_id is required'),
      });
    }
  });

  it('writes the receipt of the consent that it is created with, once for each text', async () => {
    const dependencies = someDependencies();
    await createVerificationSession(aCaller(), aRequest(), dependencies);
    const { receipts } = dependencies.sessions;
    expect(await receipts.ofUser(TENANT, 'user-1')).toMatchObject([{ id: 'cr_1', session_id: 'vs_1' }]);
    const again = { ...dependencies, newIdentifier: () => 'vs_2' };
    await createVerificationSession(aCaller(), aRequest(), again);
    expect(await receipts.ofUser(TENANT, 'user-1')).toHaveLength(1);
    expect(dependencies.sessions.stored(TENANT, 'vs_2').consent).toMatchObject({ receipt_id: 'cr_1' });
    const byReceipt = aRequest({ consent: { receipt_id: 'cr_1' } });
    await createVerificationSession(aCaller(), byReceipt, { ...dependencies, newIdentifier: () => 'vs_3' });
    expect(dependencies.sessions.stored(TENANT, 'vs_3').consent.receipt_id).toBe('cr_1');
  });

  it('gives consent anew where the receipt is withdrawn at the same moment, unless it is named', async () => {
    const dependencies = someDependencies();
    await createVerificationSession(aCaller(), aRequest(), dependencies);
    const { sessions } = dependencies;
    const withdrawing = (id: string) => ({
      ...dependencies,
      newIdentifier: () => id,
      transitions: {
        create: async (...args: Parameters<typeof sessions.create>) => {
          const standing = args[2]?.standing;
          if (standing) {
            const after = withdraw(standing, 'person', NOON);
            await sessions.receipts.withdraw(after, [after]);
          }
          return sessions.create(...args);
        },
      },
    });
    await createVerificationSession(aCaller(), aRequest(), withdrawing('vs_2'));
    expect(sessions.stored(TENANT, 'vs_2').consent.receipt_id).toBe('cr_2');
    const named = aRequest({ consent: { receipt_id: 'cr_2' } });
    const creation = createVerificationSession(aCaller(), named, withdrawing('vs_3'));
    await expect(creation).rejects.toMatchObject({ code: 'consent_withdrawn' });
    await expect(sessions.get(TENANT, 'vs_3')).resolves.toBeUndefined();
  });

  it('refuses a text that nobody knows before anything is written', async () => {
    const dependencies = someDependencies();
    const request = aRequest({ consent: { given: true, notice_version: 'unknown' } });
    const creation = createVerificationSession(aCaller(), request, dependencies);
    await expect(creation).rejects.toMatchObject({ code: 'consent_text_unknown' });
    await expect(dependencies.sessions.get(TENANT, 'vs_1')).resolves.toBeUndefined();
  });

  it('refuses to begin without consent', async () => {
    const request = aRequest({ consent: { given: false, notice_version: '2026-01' } });
    const dependencies = someDependencies();
    const creation = createVerificationSession(aCaller(), request, dependencies);
    await expect(creation).rejects.toMatchObject({
      code: 'consent_missing',
      message: expect.stringContaining('offer another way to verify'),
    });
    expect(dependencies.sessions.sessions.size).toBe(0);
  });

  it('refuses a user whose shard cannot be found', async () => {
    const dependencies = someDependencies({ kind: 'attribute', attribute: 'country' });
    const creation = createVerificationSession(aCaller(), aRequest(), dependencies);
    await expect(creation).rejects.toMatchObject({ code: 'invalid_request' });
    const request = aRequest({ attributes: { country: 'de' } });
    await createVerificationSession(aCaller(), request, dependencies);
    expect(dependencies.sessions.stored(TENANT, 'vs_1').attributes).toEqual({ country: 'de' });
  });

  it('refuses everybody while a generation has another shape than its faces were written in', async () => {
    const dependencies = someDependencies();
    const generationsInUse = { get: () => Promise.reject(new GenerationChanged('put it back')) };
    const creation = createVerificationSession(aCaller(), aRequest(), { ...dependencies, generationsInUse });
    await expect(creation).rejects.toThrow('put it back');
    expect(dependencies.sessions.sessions.size).toBe(0);
  });

  it('creates none whose outcome is known, whoever asks', async () => {
    for (const caller of [aCaller(), aBackend()]) {
      const dependencies = someDependencies();
      const request = aRequest({ user_id: 'user-1', type: 'authentication' });
      const creation = createVerificationSession(caller, request, dependencies);
      await expect(creation).rejects.toMatchObject({ code: 'user_not_enrolled' });
      dependencies.enrollments.claims.set('acme#user-1', aClaim({ state: 'enrolled', session_id: 'vs_0' }));
      const second = createVerificationSession(caller, aRequest({ user_id: 'user-1' }), dependencies);
      await expect(second).rejects.toMatchObject({ code: 'user_already_enrolled' });
      expect(dependencies.sessions.sessions.size).toBe(0);
    }
  });

  it('takes the mode of a re-enrollment, which no other type has, and no face beyond the limit', async () => {
    const dependencies = someDependencies();
    const ask = (changes: Record<string, unknown>) =>
      createVerificationSession(aBackend(), aRequest({ user_id: 'user-1', ...changes }), dependencies);
    const enrollment = { mode: 'add' };
    for (const refused of [{ type: 're_enrollment' }, { type: 'authentication', enrollment }])
      await expect(ask(refused)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(ask({ type: 're_enrollment', enrollment })).rejects.toMatchObject({
      code: 'user_not_enrolled',
    });
    const { max_faces } = DEFAULT_POLICY.enrollment;
    for (let face = 0; face < max_faces; face += 1)
      dependencies.enrollments.mappings.set(
        `f${face}`,
        aMapping({ face_id: `f${face}`, image_id: `img_${face}` }),
      );
    await expect(ask({ type: 're_enrollment', enrollment })).rejects.toMatchObject({
      code: 'face_limit_reached',
    });
    await ask({ type: 're_enrollment', enrollment: { mode: 'replace' } });
    const [created] = [...dependencies.sessions.sessions.values()];
    expect(created).toMatchObject({
      type: 're_enrollment',
      enrollment: { mode: 'replace' },
      sensitivity: 'sensitive',
    });
  });

  it('tells an end user nothing about anybody else, enrolled or not', async () => {
    const dependencies = someDependencies();
    const claim = aClaim({ user_id: 'user-2', state: 'enrolled', session_id: 'vs_0' });
    dependencies.enrollments.claims.set('acme#user-2', claim);
    const refusals = [];
    for (const type of ['registration', 'authentication', 'step_up'])
      for (const user_id of ['user-2', 'user-3'])
        refusals.push(
          await createVerificationSession(
            aCaller(),
            aRequest({ user_id, type, ...(type === 'step_up' ? { transaction: { amount: '1' } } : {}) }),
            dependencies,
          ).catch(({ code, message }) => ({ code, message })),
        );
    expect(new Set(refusals.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(refusals[0]).toMatchObject({ code: 'forbidden' });
    expect(dependencies.ledgers.ledgers.size).toBe(0);
  });

  it('binds a step-up to its transaction, with the sensitivity of the policy', async () => {
    const dependencies = someDependencies();
    dependencies.enrollments.mappings.set('face-1', aMapping());
    const transaction = { payee: 'Ann', amount: '12.50' };
    const request = aRequest({ type: 'step_up', transaction });
    const view = await createVerificationSession(aCaller(), request, dependencies);
    const sha256 = createHash('sha256').update('{"amount":"12.50","payee":"Ann"}').digest('hex');
    expect(view).toMatchObject({
      type: 'step_up',
      sensitivity: 'sensitive',
      transaction,
      transaction_sha256: sha256,
    });
    expect(dependencies.sessions.stored(TENANT, 'vs_1').transaction).toEqual({
      json: '{"amount":"12.50","payee":"Ann"}',
      sha256,
    });
  });

  it.each([
    ['a step-up without a transaction', { type: 'step_up' }, 'a step_up needs the transaction'],
    ['a step-up of nothing', { type: 'step_up', transaction: {} }, 'transaction must have a member'],
    ['a login with one', { type: 'authentication', transaction: { a: 1 } }, 'omit it'],
    ['a registration with one', { type: 'registration', transaction: { a: 1 } }, 'omit it'],
  ])('refuses %s', async (_what, changes, words) => {
    const dependencies = someDependencies();
    const creation = createVerificationSession(aCaller(), aRequest(changes), dependencies);
    await expect(creation).rejects.toMatchObject({
      code: 'invalid_request',
      extensions: { errors: [{ path: 'transaction', message: expect.stringContaining(words) }] },
    });
    expect(dependencies.ledgers.ledgers.size).toBe(0);
  });

  it('opens no more sessions of a burst than the policy allows', async () => {
    const dependencies = someDependencies();
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        createVerificationSession(aCaller(), aRequest(), {
          ...dependencies,
          newIdentifier: () => `vs_${index}`,
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(dependencies.sessions.sessions.size).toBe(5);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason.code).toBe('too_many_open_sessions');
  });

  it("takes the policy's attempts, or fewer where it is asked for them, and never more", async () => {
    const attempts = async (document_attempts: number | undefined) => {
      const dependencies = someDependencies();
      const request = aRequest(document_attempts === undefined ? {} : { document_attempts });
      await createVerificationSession(aCaller(), request, dependencies);
      const stored = dependencies.sessions.stored(TENANT, 'vs_1');
      return [stored.document_attempts_allowed, stored.document_attempts_asked];
    };
    const { document: all } = DEFAULT_POLICY.attempts;
    expect(await attempts(undefined)).toEqual([all, undefined]);
    expect(await attempts(1)).toEqual([1, 1]);
    // what was asked for holds by another policy too
    expect(await attempts(all)).toEqual([all, all]);
    await expect(attempts(DEFAULT_POLICY.attempts.document + 1)).rejects.toMatchObject({
      code: 'invalid_request',
      extensions: {
        errors: [{ path: 'document_attempts', message: 'must be at most 3, as the policy says' }],
      },
    });
  });

  it('begins without a face for a person who is blocked, which is what that path is for', async () => {
    const dependencies = someDependencies();
    await dependencies.ledgers.update(TENANT, { kind: 'user', id: 'user-1' }, (ledger) => ({
      ...ledger,
      blocked: true,
    }));
    const create = (changes: Record<string, unknown>) =>
      createVerificationSession(aCaller(), aRequest(changes), dependencies);
    for (const refused of [{}, { alternative_path: { reason: 'photosensitive' } }])
      await expect(create(refused)).rejects.toMatchObject({ code: 'liveness_blocked' });
    expect(await create({ alternative_path: { reason: 'does_not_want_face_check' } })).toMatchObject({
      status: 'requires_input',
      alternative_path: { means: 'document_review' },
      attempts_remaining: 1,
    });
    expect(dependencies.metrics.map(({ name }) => name)).toEqual([
      'ConsentGiven',
      'VerificationSessionCreated',
      'AlternativePathTaken',
    ]);
    expect(dependencies.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      alternative_means: DEFAULT_POLICY.alternative_path.means,
      alternative_path: { reason: 'does_not_want_face_check', requested_at: NOON.toISOString() },
    });
  });

  it('offers a login no other path, and a registration only those of the policy', async () => {
    const alternative_path = { reason: 'other' };
    const login = createVerificationSession(
      aCaller(),
      aRequest({ type: 'authentication', alternative_path }),
      someDependencies(),
    );
    await expect(login).rejects.toMatchObject({ code: 'alternative_path_not_offered' });
    const policy = { ...DEFAULT_POLICY, alternative_path: { means: [] } };
    const nothing = createVerificationSession(aCaller(), aRequest({ alternative_path }), {
      ...someDependencies(),
      activePolicy: active(policy),
    });
    await expect(nothing).rejects.toMatchObject({ code: 'alternative_path_not_offered' });
  });

  it("takes the policy's sensitivity, which a backend may raise and nobody may lower", async () => {
    const create = (
      caller: ReturnType<typeof aCaller>,
      sensitivity: 'regular' | 'sensitive' | undefined,
      required: 'regular' | 'sensitive' = 'regular',
    ) => {
      const policy = {
        ...DEFAULT_POLICY,
        sensitivity: { ...DEFAULT_POLICY.sensitivity, registration: required },
      };
      return createVerificationSession(
        caller,
        aRequest({ user_id: 'user-1', ...(sensitivity ? { sensitivity } : {}) }),
        { ...someDependencies(), activePolicy: active(policy) },
      ).then(
        (view) => view.sensitivity,
        ({ code }) => code,
      );
    };
    expect(await create(aCaller(), undefined)).toBe('regular');
    expect(await create(aCaller(), undefined, 'sensitive')).toBe('sensitive');
    expect(await create(aCaller(), 'regular')).toBe('regular');
    expect(await create(aCaller(), 'sensitive')).toBe('forbidden');
    for (const caller of [aBackend(), anOperator()]) {
      expect(await create(caller, 'sensitive')).toBe('sensitive');
      expect(await create(caller, 'regular', 'sensitive')).toBe('invalid_request');
    }
  });
});
