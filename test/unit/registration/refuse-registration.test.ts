import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { declinedByReviewer } from '../../../lambda/kernel/decision.ts';
import type { VerificationPolicy } from '../../../lambda/kernel/policy.ts';
import { refuseRegistration } from '../../../lambda/registration/refuse-registration.ts';
import { toClientView } from '../../../lambda/sessions/domain/client-view.ts';
import { aDecision } from '../../support/lambda/a-decision.ts';
import {
  aClaim,
  aCompleteSession,
  aRegistration,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';

const { document, selfie } = aCompleteSession();
const submitted = { ...(document ? { document } : {}), ...(selfie ? { selfie } : {}) };

const PLANNED = {
  collection_id: 'face-idv.acme.g1.0',
  image_id: 'img_1',
  generations_revision: 0,
  copies: [],
};

/** Submits a session again whose last attempt failed. */
const submitAgain = (decision: Awaited<ReturnType<typeof aDecision>>) =>
  decision.sessions.move(
    TENANT,
    'vs_1',
    'submit',
    { ...submitted, submitted_at: minutesAfter(2).toISOString() },
    minutesAfter(2),
  );

describe('a registration that fails a check which another document may mend', () => {
  it('waits for one, with its selfie kept, and gives up claims and face in the same step', async () => {
    const decision = await aDecision(submitted);
    await decision.enrollments.plan(aClaim(), PLANNED);
    await decision.decline(['document_image_too_blurry']);
    expect(decision.stored()).toMatchObject({
      status: 'requires_input',
      selfie,
      runs: 2,
      expires_at: aSession().expires_at,
      earlier_runs: [
        {
          run: 1,
          checks: { face_match: { status: 'passed' } },
          decision: { outcome: 'try_again', reason_codes: ['document_image_too_blurry'] },
          document,
        },
      ],
    });
    for (const field of ['document', 'submitted_at', 'decision'])
      expect(decision.stored()).not.toHaveProperty(field);
    const { claims, imageClaims, faces, deletions } = decision.enrollments;
    expect(claims.size + imageClaims.size).toBe(0);
    expect(faces.get('face-1')?.state).toBe('revoked');
    // of the run that ended
    expect([...deletions.keys()]).toEqual(['vs_1']);
    expect(decision.sessions.events).toHaveLength(1);
    expect(decision.metrics).toEqual([
      {
        name: 'AttemptFailed',
        value: 1,
        dimensions: { Step: 'document', ReasonCode: 'document_image_too_blurry' },
      },
    ]);
    expect(toClientView(decision.stored(), minutesAfter(2))).toMatchObject({
      status: 'requires_input',
      liveness_passed: true,
      document_requested: false,
      attempts_remaining: 2,
      last_error: { code: 'photograph_again', user_message_key: 'photograph_document_sharper' },
    });
  });

  it('fails where its session is gone', async () => {
    const declined = refuseRegistration(
      { tenant: TENANT, session_id: 'vs_9' },
      ['face_mismatch'],
      await aDecision(submitted),
    );
    await expect(declined).rejects.toThrow('session vs_9 is gone');
  });

  it('is declined by the last attempt, for its own reason', async () => {
    const decision = await aDecision(submitted);
    for (const run of [undefined, 2, 3]) {
      await decision.decline(['face_mismatch'], run);
      if (run !== 3) await submitAgain(decision);
    }
    expect(decision.stored()).toMatchObject({
      status: 'declined',
      runs: 3,
      decision: { outcome: 'declined', reason_codes: ['face_mismatch'] },
    });
    // each wrong face counts, so that a session is no free series of comparisons
    for (const subject of subjectsOf(aSession()))
      expect((await decision.ledgers.read(TENANT, subject)).failures).toHaveLength(3);
  });

  it('is asked once for a run, however often its end is reported, and hears nothing late of it', async () => {
    const decision = await aDecision(submitted);
    for (const _time of ['first', 'second']) await decision.decline(['face_mismatch']);
    expect(decision.stored()).toMatchObject({ status: 'requires_input', runs: 2 });
    await submitAgain(decision);
    const running = decision.stored();
    await decision.decline(['duplicate_face']);
    await decision.fail('TimeoutError');
    expect(decision.stored()).toEqual(running);
    for (const subject of subjectsOf(aSession()))
      expect((await decision.ledgers.read(TENANT, subject)).failures).toHaveLength(1);
  });

  it('is declined at once where the policy grants one attempt, or its time is over', async () => {
    for (const changes of [{ document_attempts_allowed: 1 }, { expires_at: minutesAfter(2).toISOString() }]) {
      const decision = await aDecision({ ...submitted, ...changes });
      await decision.decline(['document_image_too_dark']);
      expect(decision.stored()).toMatchObject({ status: 'declined' });
    }
  });

  it('is declined as a replay, which counts and may block, unlike a document that does not match', async () => {
    const decision = await aDecision(submitted);
    for (const subject of subjectsOf(aSession()))
      await decision.ledgers.update(TENANT, subject, () => ({
        failures: [NOON, NOON, NOON, NOON].map((time) => ({ at: time.getTime(), user_id: 'user-1' })),
        timeouts: 3,
        blocked: false,
      }));
    await decision.decline(['replay_suspected']);
    expect(decision.stored()).toMatchObject({
      status: 'declined',
      decision: { reason_codes: ['replay_suspected'] },
    });
    expect((await decision.ledgers.read(TENANT, { kind: 'user', id: 'user-1' })).blocked).toBe(true);
  });

  it('is held for a person by a capture that looks like another one, which counts nothing', async () => {
    const decision = await aDecision(submitted);
    await decision.decline(['near_copy_suspected']);
    expect(decision.stored()).toMatchObject({
      status: 'in_review',
      review: { questions: ['near_copy_suspected'] },
    });
    for (const subject of subjectsOf(aSession()))
      expect((await decision.ledgers.read(TENANT, subject)).failures).toEqual([]);
  });

  it('is declined for anything else, also beside a reason that a document may mend', async () => {
    for (const reasons of [
      ['duplicate_image'],
      ['user_already_enrolled'],
      ['duplicate_face', 'face_mismatch'],
      ['document_image_too_dark', 'image_too_dark'],
    ]) {
      const decision = await aDecision(submitted);
      await decision.decline(reasons);
      expect(decision.stored()).toMatchObject({ status: 'declined', decision: { reason_codes: reasons } });
    }
  });
});

describe('a registration whose reasons a person decides', () => {
  const hold = async (reasons: string[], changes: Partial<VerificationPolicy> = {}) => {
    const decision = await aDecision(submitted);
    await decision.enrollments.plan(aClaim(), PLANNED);
    await refuseRegistration(aRegistration(), reasons, {
      ...decision,
      policy: { ...decision.policy, ...changes },
    });
    return decision;
  };

  it('is held, with its questions and the time until when, and keeps nothing in a collection', async () => {
    const decision = await hold(['duplicate_face']);
    expect(decision.stored()).toMatchObject({
      status: 'in_review',
      review: {
        reason_codes: ['duplicate_face'],
        questions: ['possible_duplicate'],
        requested_at: minutesAfter(2).toISOString(),
        due_at: minutesAfter(2 + 24 * 60).toISOString(),
      },
    });
    const { claims, imageClaims, faces } = decision.enrollments;
    expect(claims.size + imageClaims.size).toBe(0);
    expect(faces.get('face-1')?.state).toBe('revoked');
  });

  it('is declined at once where the policy leaves nothing to a person', async () => {
    const decision = await hold(['duplicate_face'], { duplicates: 'decline' });
    expect(decision.stored()).toMatchObject({
      status: 'declined',
      decision: { reason_codes: ['duplicate_face'] },
    });
  });

  it('is held once for a run, however often its end is reported, also after the decision', async () => {
    const decision = await hold(['duplicate_face']);
    const held = decision.stored();
    await decision.decline(['duplicate_face']);
    expect(decision.stored()).toEqual(held);
    await decision.sessions.move(
      TENANT,
      'vs_1',
      'reject',
      { decision: declinedByReviewer([], minutesAfter(3)) },
      minutesAfter(3),
    );
    await decision.decline(['duplicate_face']);
    expect(decision.stored().status).toBe('declined');
  });
});
