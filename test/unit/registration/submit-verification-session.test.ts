import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { registrationInput } from '../../../lambda/registration/contract.ts';
import { submitVerificationSession } from '../../../lambda/registration/submit-verification-session.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { faceMatch } from '../../support/lambda/a-decision.ts';
import { aPicture } from '../../support/lambda/a-picture.ts';
import { aCounter, DOCUMENT } from '../../support/lambda/a-submission-counter.ts';
import {
  aCaller,
  aCompleteSession,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';

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
