import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { fault } from '../../../lambda/kernel/decision.ts';
import { registrationExecution, registrationInput } from '../../../lambda/registration/contract.ts';
import { submitVerificationSession } from '../../../lambda/registration/submit-verification-session.ts';
import { tryAgain } from '../../../lambda/sessions/domain/session-run.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aCounter, DOCUMENT } from '../../support/lambda/a-submission-counter.ts';
import { aCaller, aCompleteSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';

const SELFIE = 'acme/vs_1/liveness/reference.jpg';

describe('submitting a registration again that an outage has ended', () => {
  const aFailed = (changes: Partial<VerificationSession> = {}) =>
    aCompleteSession({
      status: 'error',
      submitted_at: NOON.toISOString(),
      decision: fault('upstream_unavailable', NOON),
      ...changes,
    });
  const images = { [DOCUMENT]: new Uint8Array(1), [SELFIE]: new Uint8Array(1) };

  it('starts another run with the images that it was submitted with', async () => {
    const counter = aCounter(aFailed(), images);
    expect(await counter.submit()).toMatchObject({ status: 'processing' });
    expect(counter.started).toMatchObject([{ run: 2, selfie: { key: SELFIE }, document: { key: DOCUMENT } }]);
    const { runs, resumed_at, decision } = counter.sessions.stored(TENANT, 'vs_1');
    expect({ runs, resumed_at, decision }).toEqual({
      runs: 2,
      resumed_at: NOON.toISOString(),
      decision: undefined,
    });
  });

  it('begins one run, however often and by how many it is submitted', async () => {
    const counter = aCounter(aFailed(), images);
    const answers = await Promise.all([counter.submit(), counter.submit(), counter.submit()]);
    expect(answers.map(({ status }) => status)).toEqual(['processing', 'processing', 'processing']);
    expect(new Set(counter.started.map(({ run }) => run))).toEqual(new Set([2]));
    expect(counter.sessions.stored(TENANT, 'vs_1').runs).toBe(2);
  });

  it('refuses a session whose fault does not pass, and one whose time is over', async () => {
    const lasting = aCounter(aFailed({ decision: fault('internal_error', NOON) }), images);
    const late = { ...aCounter(aFailed(), images), clock: () => minutesAfter(24 * 60) };
    for (const submission of [lasting.submit(), submitVerificationSession(aCaller(), 'vs_1', late)])
      await expect(submission).rejects.toMatchObject({
        code: 'invalid_state',
        message: 'verification session vs_1 is error and cannot be resumed; create a new one',
      });
    expect([...lasting.started, ...late.started]).toEqual([]);
  });

  it('refuses a session whose images are gone', async () => {
    for (const gone of [SELFIE, DOCUMENT]) {
      const kept = Object.fromEntries(Object.entries(images).filter(([key]) => key !== gone));
      await expect(aCounter(aFailed(), kept).submit()).rejects.toMatchObject({ code: 'invalid_state' });
    }
  });

  it('refuses a user or a device that is locked out', async () => {
    for (const subject of subjectsOf(aFailed())) {
      const counter = aCounter(aFailed(), images);
      await counter.ledgers.update(TENANT, subject, (ledger) => ({ ...ledger, blocked: true }));
      await expect(counter.submit()).rejects.toMatchObject({ code: 'liveness_blocked' });
      expect(counter.sessions.stored(TENANT, 'vs_1').status).toBe('error');
    }
  });
});

describe('submitting another attempt', () => {
  const { document: judged, ...waiting } = aCompleteSession({ runs: 2 });
  const earlier_runs = [
    {
      run: 1,
      checks: {},
      decision: tryAgain(['document_image_too_blurry'], '0123456789ab', NOON),
      ...(judged ? { document: judged } : {}),
    },
  ];
  const anAttempt = (changes: Partial<VerificationSession> = {}) => ({
    ...waiting,
    earlier_runs,
    ...changes,
  });

  it('takes another document: the one that was judged is not taken twice', async () => {
    const counter = aCounter(anAttempt());
    await expect(counter.submit()).rejects.toMatchObject({
      code: 'requirements_missing',
      extensions: { missing: ['document'] },
    });
    expect(counter.started).toEqual([]);
  });

  it('starts the run that waits, once, with the selfie that was kept', async () => {
    const document = { key: 'acme/vs_1/document/doc_2' };
    const counter = aCounter(anAttempt({ document }), { [document.key]: new Uint8Array(1) });
    const answers = await Promise.all([counter.submit(), counter.submit()]);
    expect(answers.map(({ status }) => status)).toEqual(['processing', 'processing']);
    expect(counter.started[1]).toEqual(counter.started[0]);
    expect(counter.started[0]).toMatchObject({ run: 2, selfie: { key: SELFIE }, document });
    expect(registrationExecution(registrationInput.parse(counter.started[0]))).toBe('vs_1-2');
    expect(counter.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      runs: 2,
      submitted_at: NOON.toISOString(),
    });
  });

  it('is refused after it was canceled, too late, or to a user who is locked out', async () => {
    const document = { key: DOCUMENT };
    const canceled = aCounter(anAttempt({ document, status: 'canceled' }));
    await expect(canceled.submit()).rejects.toMatchObject({ code: 'invalid_state' });
    const late = { ...aCounter(anAttempt({ document })), clock: () => minutesAfter(60) };
    await expect(submitVerificationSession(aCaller(), 'vs_1', late)).rejects.toMatchObject({
      code: 'session_expired',
    });
    const locked = aCounter(anAttempt({ document }));
    await locked.ledgers.update(TENANT, { kind: 'user', id: 'user-1' }, (ledger) => ({
      ...ledger,
      locked_until: minutesAfter(30).getTime(),
    }));
    await expect(locked.submit()).rejects.toMatchObject({ code: 'liveness_locked_out' });
  });
});
