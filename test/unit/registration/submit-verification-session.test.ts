import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { fault } from '../../../lambda/kernel/decision.ts';
import {
  type RegistrationInput,
  registrationExecution,
  registrationInput,
} from '../../../lambda/registration/contract.ts';
import { submitVerificationSession } from '../../../lambda/registration/submit-verification-session.ts';
import { tryAgain } from '../../../lambda/sessions/domain/session-run.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { faceMatch } from '../../support/lambda/a-decision.ts';
import { aPicture } from '../../support/lambda/a-picture.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import {
  aCaller,
  aCompleteSession,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const DOCUMENT = 'acme/vs_1/document/doc_1';

function aCounter(
  session = aCompleteSession(),
  images: Record<string, Uint8Array> = { [DOCUMENT]: new Uint8Array(1) },
) {
  const started: RegistrationInput[] = [];
  const sessions = new InMemorySessionStore(session);
  const dependencies = {
    sessions,
    receipts: sessions.receipts,
    transitions: sessions,
    ledgers: sessions.lockouts,
    images: new InMemoryImages(images),
    editor: sharpImageEditor,
    workflow: { start: async (input: RegistrationInput) => void started.push(input) },
    authenticate: async (one: VerificationSession) => ({ ...one, status: 'approved' as const }),
    clock: () => NOON,
    emit: recordedMetrics().emit,
    policyOf: pinned(),
  };
  return {
    ...dependencies,
    started,
    submit: () => submitVerificationSession(aCaller(), 'vs_1', dependencies),
  };
}

async function submittedInput(session: VerificationSession) {
  const counter = aCounter(session);
  await counter.submit();
  return counter.started;
}

describe.each(['authentication', 'step_up'] as const)('submitting a session of type %s', (type) => {
  const aRecognition = (changes: Partial<VerificationSession> = {}) =>
    aSession({ type, selfie: { key: 'reference.jpg' }, ...changes });

  it('asks for no document, and answers the decision at once', async () => {
    const counter = aCounter(aRecognition(), {});
    expect((await counter.submit()).status).toBe('approved');
    expect(counter.started).toEqual([]);
  });

  it('refuses while the liveness check is missing', async () => {
    const { selfie: _missing, ...session } = aRecognition();
    await expect(aCounter(session, {}).submit()).rejects.toMatchObject({
      extensions: { missing: ['liveness'] },
    });
  });
});

describe('submitting a registration without a face', () => {
  const waiting = (changes: Partial<VerificationSession> = {}) =>
    aSession({ document: { key: DOCUMENT }, alternative_path: WITHOUT_FACE, ...changes });

  it('hands the document to a person, starts no workflow, and is the same when repeated', async () => {
    const counter = aCounter(waiting(), { [DOCUMENT]: await aPicture() });
    const view = await counter.submit();
    expect(view).toMatchObject({ status: 'in_review', alternative_path: { means: 'document_review' } });
    expect(await counter.submit()).toEqual(view);
    expect(counter.started).toEqual([]);
    expect(counter.sessions.events).toMatchObject([
      { type: 'verification_session.held', status: 'in_review', reason_codes: ['alternative_path'] },
    ]);
    expect(counter.sessions.stored(TENANT, 'vs_1').document).toEqual({ key: DOCUMENT, version_id: 'newest' });
  });

  it('is open to a user who is blocked, and takes no turn of a ladder', async () => {
    const counter = aCounter(waiting(), { [DOCUMENT]: await aPicture() });
    await counter.ledgers.update(TENANT, { kind: 'user', id: 'user-1' }, (ledger) => ({
      ...ledger,
      blocked: true,
    }));
    expect((await counter.submit()).status).toBe('in_review');
  });

  it('looks at no selfie, also if a check was passed before', async () => {
    const counter = aCounter(waiting({ selfie: { key: 'reference.jpg' } }), { [DOCUMENT]: await aPicture() });
    expect((await counter.submit()).status).toBe('in_review');
    expect(counter.started).toEqual([]);
  });

  it('refuses without a document that is a picture', async () => {
    await expect(aCounter(waiting(), {}).submit()).rejects.toMatchObject({
      extensions: { missing: ['document'] },
    });
    await expect(aCounter(waiting()).submit()).rejects.toMatchObject({ code: 'requirements_missing' });
  });
});

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

describe('submitting a session', () => {
  it('starts the workflow with the very version of the document that was there', async () => {
    const counter = aCounter();
    expect((await counter.submit()).status).toBe('processing');
    expect(counter.started.map((input) => registrationInput.parse(input))).toEqual([
      {
        tenant: TENANT,
        session_id: 'vs_1',
        user_id: 'user-1',
        type: 'registration',
        policy: { id: 'registration', version: 1 },
        plan: { document: true, detect_selfie: false, search: true, hold_incomplete: false },
        sensitivity: 'regular',
        attributes: {},
        selfie: { key: 'acme/vs_1/liveness/reference.jpg', version_id: 'v1' },
        document: { key: DOCUMENT, version_id: 'newest' },
      },
    ]);
    expect(counter.sessions.stored(TENANT, 'vs_1').submitted_at).toBe(NOON.toISOString());
  });

  it('passes the face on that liveness has checked', async () => {
    const face = { left: 0.4, top: 0.3, width: 0.2, height: 0.4 };
    const counter = aCounter(aCompleteSession({ selfie: { key: 'selfie', face } }));
    await counter.submit();
    expect(counter.started).toMatchObject([{ selfie: { key: 'selfie', face } }]);
  });

  it('starts the run that a review asked for, and images as they are known', async () => {
    const counter = aCounter(aCompleteSession({ status: 'processing', selfie: { key: 'selfie' }, runs: 2 }));
    await counter.submit();
    expect(counter.started).toStrictEqual([
      expect.objectContaining({ run: 2, selfie: { key: 'selfie' }, document: { key: DOCUMENT } }),
    ]);
    const first = aCounter();
    await first.submit();
    expect(first.started[0]).not.toHaveProperty('run');
  });

  it('passes on what a person has accepted, and what they still have to judge', async () => {
    const aCheck = { ...faceMatch, status: 'review' as const, reason_codes: ['liveness_in_band'] };
    const finding = { case_id: 'rc_1', run: 1, decided_at: NOON.toISOString() };
    const session = aCompleteSession({
      checks: { liveness: aCheck },
      findings: [
        { ...finding, question: 'liveness_in_band', finding: 'accept_liveness' },
        { ...finding, question: 'match_in_band', finding: 'accept_match' },
      ],
    });
    const counter = aCounter(session);
    await counter.submit();
    expect(counter.started).toMatchObject([
      { unsettled: ['liveness_in_band'], accepted: ['accept_liveness', 'accept_match'] },
    ]);
    const copied = { ...faceMatch, status: 'failed' as const, reason_codes: ['replay_suspected'] };
    const [replayed] = await submittedInput(
      aCompleteSession({ checks: { liveness: aCheck, capture_comparison: copied } }),
    );
    expect(replayed).toMatchObject({ unsettled: ['liveness_in_band', 'replay_suspected'] });
    const [plain] = await submittedInput(aCompleteSession({ checks: { liveness: faceMatch } }));
    for (const member of ['unsettled', 'accepted']) expect(plain).not.toHaveProperty(member);
  });

  it('starts the workflow again where a crash came between writing and starting', async () => {
    const counter = aCounter();
    await counter.submit();
    await counter.submit();
    expect(counter.started).toHaveLength(2);
    expect(counter.started[1]).toEqual(counter.started[0]);
  });

  it.each([
    ['liveness', aCompleteSession(), { selfie: undefined }, ['liveness']],
    ['a document that was never asked for', aCompleteSession(), { document: undefined }, ['document']],
    ['both', aSession(), {}, ['liveness', 'document']],
  ])('refuses while %s is missing', async (_what, session, changes, missing) => {
    const counter = aCounter({ ...session, ...changes } as typeof session);
    await expect(counter.submit()).rejects.toMatchObject({
      code: 'requirements_missing',
      message: `still missing: ${missing.join(' and ')}`,
      extensions: { missing },
    });
    expect(counter.sessions.stored(TENANT, 'vs_1').status).toBe('requires_input');
  });

  it('refuses while the document is not uploaded', async () => {
    await expect(aCounter(aCompleteSession(), {}).submit()).rejects.toMatchObject({
      code: 'requirements_missing',
      extensions: { missing: ['document'] },
    });
  });

  it('refuses a session in process that lacks what submitting asks for', async () => {
    const whole = aCompleteSession({ status: 'processing' });
    const { selfie: _selfie, ...withoutSelfie } = whole;
    const { document: _document, ...withoutDocument } = whole;
    for (const session of [withoutSelfie, withoutDocument, aSession({ status: 'processing' })])
      await expect(aCounter(session).submit()).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('refuses a session that is gone in the moment of submitting', async () => {
    const counter = aCounter();
    counter.sessions.apply = async () => {
      counter.sessions.sessions.clear();
      return false;
    };
    await expect(counter.submit()).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('refuses a user or a device that was locked after the liveness check', async () => {
    for (const subject of subjectsOf(aCompleteSession())) {
      const counter = aCounter();
      await counter.ledgers.update(TENANT, subject, (ledger) => ({ ...ledger, blocked: true }));
      await expect(counter.submit()).rejects.toMatchObject({ code: 'liveness_blocked' });
      expect(counter.sessions.stored(TENANT, 'vs_1').status).toBe('requires_input');
    }
  });

  it.each(['in_review', 'approved', 'declined'] as const)(
    'returns a session as it is that was submitted before and is %s, and starts nothing',
    async (status) => {
      const counter = aCounter(aCompleteSession({ status, submitted_at: NOON.toISOString() }));
      expect((await counter.submit()).status).toBe(status);
      expect(counter.started).toEqual([]);
      expect(counter.sessions.events).toEqual([]);
    },
  );

  it('returns the decision that another submit of the same session has led to meanwhile', async () => {
    const counter = aCounter();
    const { apply } = counter.sessions;
    counter.sessions.apply = async (applied, effects) => {
      counter.sessions.apply = apply;
      await counter.sessions.move(TENANT, 'vs_1', 'submit', { submitted_at: NOON.toISOString() });
      await counter.sessions.move(TENANT, 'vs_1', 'decline');
      return apply(applied, effects);
    };
    expect((await counter.submit()).status).toBe('declined');
    expect(counter.started).toEqual([]);
  });

  it('refuses what has ended without a submit', async () => {
    await expect(aCounter(aCompleteSession({ status: 'approved' })).submit()).rejects.toMatchObject({
      code: 'invalid_state',
    });
    const expired = { ...aCounter(), clock: () => minutesAfter(60) };
    await expect(submitVerificationSession(aCaller(), 'vs_1', expired)).rejects.toMatchObject({
      code: 'session_expired',
    });
  });

  it('goes on with the session of whoever was faster, and refuses one that was canceled meanwhile', async () => {
    for (const [other, outcome] of [
      ['submit', 'processing'],
      ['cancel', 'invalid_state'],
    ] as const) {
      const counter = aCounter();
      const { apply } = counter.sessions;
      counter.sessions.apply = async (applied, effects) => {
        counter.sessions.apply = apply;
        await counter.sessions.move(TENANT, 'vs_1', other);
        return apply(applied, effects);
      };
      const submission = counter.submit().then(
        ({ status }) => status,
        ({ code }) => code,
      );
      expect(await submission).toBe(outcome);
      expect(counter.started).toHaveLength(other === 'submit' ? 1 : 0);
    }
  });
});
