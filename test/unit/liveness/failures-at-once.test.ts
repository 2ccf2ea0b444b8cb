import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LockoutLedgerStore } from '../../../lambda/abuse/ports/lockout-ledger.ts';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { ABUSE_PRESETS } from '../../../lambda/kernel/abuse-policy.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import { submitVerificationSession } from '../../../lambda/registration/submit-verification-session.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import { aBackend, aLivenessSession, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCaptures } from '../../support/lambda/in-memory-captures.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { ScriptedLiveness } from '../../support/lambda/scripted-liveness.ts';

const USER = { kind: 'user', id: 'user-1' } as const;
const numbers = Array.from({ length: 50 }, (_, index) => index + 1);

/** Fifty sessions of one user with a liveness check each, and fifty logins that wait to be submitted. */
function someoneWhoPrepared(preset: keyof typeof ABUSE_PRESETS) {
  const sessions = new InMemorySessionStore(
    ...numbers.map((number) => aSession({ id: `vs_${number}` })),
    ...numbers.map((number) =>
      aSession({ id: `vs_login_${number}`, type: 'authentication', selfie: { key: 'selfie' } }),
    ),
  );
  sessions.addLiveness(
    ...numbers.map((number) =>
      aLivenessSession({ id: `liveness-${number}`, verification_session_id: `vs_${number}` }),
    ),
  );
  const time = { now: NOON };
  const authenticated = new Set<string>();
  const dependencies = {
    sessions,
    receipts: sessions.receipts,
    transitions: sessions,
    ledgers: sessions.lockouts,
    liveness: new ScriptedLiveness({ status: 'FAILED', feedback: [], auditImages: [] }),
    images: new InMemoryImages({}),
    workflow: { start: () => Promise.reject(new Error('a login needs no workflow')) },
    authenticate: async (session: VerificationSession) => {
      authenticated.add(session.id);
      return session;
    },
    editor: sharpImageEditor,
    policyOf: pinned({ ...DEFAULT_POLICY, abuse: ABUSE_PRESETS[preset] }),
    captures: new InMemoryCaptures(),
    clock: () => time.now,
    emit: recordedMetrics().emit,
  };
  /** @param read how ledgers are read; @param some number of the checks that fail */
  const failAll = (read = sessions.lockouts.read, some = numbers.length) =>
    Promise.allSettled(
      numbers.slice(0, some).map((number) =>
        completeLivenessSession(aBackend(), `vs_${number}`, `liveness-${number}`, {
          ...dependencies,
          ledgers: Object.assign(Object.create(sessions.lockouts), { read }),
        }),
      ),
    );
  const submitAll = () =>
    Promise.allSettled(
      numbers.map((number) => submitVerificationSession(aBackend(), `vs_login_${number}`, dependencies)),
    );
  return { sessions, time, authenticated, failAll, submitAll };
}

const fulfilled = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === 'fulfilled').length;
const secondsAfter = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

describe.each([
  ['aws-whitepaper-2024', 5, 1800],
  ['nist-63b', 10, 30],
] as const)('fifty failures at once, by %s', (preset, allowed, timeoutSeconds) => {
  it(`are answered up to the ${allowed}th, also if they are tried again, and lock out what was prepared`, async () => {
    const person = someoneWhoPrepared(preset);
    // writers who lose every round fail without an answer, and ask again
    const answered = fulfilled(await person.failAll()) + fulfilled(await person.failAll());
    expect(answered).toBe(allowed);
    expect(await person.sessions.lockouts.read(TENANT, USER)).toMatchObject({
      timeouts: 1,
      locked_until: secondsAfter(timeoutSeconds).getTime(),
    });
    expect(fulfilled(await person.submitAll())).toBe(0);
    expect(person.authenticated.size).toBe(0);
  });
});

it('are counted up to the fifth, in whatever order their ledgers are read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const person = someoneWhoPrepared('aws-whitepaper-2024');
      const read = scheduler.scheduleFunction(person.sessions.lockouts.read) as LockoutLedgerStore['read'];
      await scheduler.waitFor(person.failAll(read, 8));
      const failed = [...person.sessions.livenessSessions.values()].filter(
        ({ status }) => status === 'failed',
      );
      expect(failed.length).toBeLessThanOrEqual(5);
    }),
    { numRuns: 60 },
  );
});

describe('prepared logins', () => {
  it('are tried one by one, 30 seconds apart, once NIST has each attempt wait', async () => {
    const person = someoneWhoPrepared('nist-63b');
    await person.failAll();
    await person.failAll();
    for (const turn of [1, 2, 3]) {
      person.time.now = secondsAfter(30 * turn);
      await person.submitAll();
      await person.submitAll();
      expect(person.authenticated.size).toBe(turn);
    }
  });
});
