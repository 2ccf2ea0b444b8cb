import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { declineRegistration } from '../../../lambda/registration/decline-registration.ts';
import { toClientView } from '../../../lambda/sessions/domain/client-view.ts';
import { aDecision } from '../../support/lambda/a-decision.ts';
import { aClaim, aCompleteSession, aSession, minutesAfter, TENANT } from '../../support/lambda/builders.ts';

const { document, selfie } = aCompleteSession();
const submitted = { ...(document ? { document } : {}), ...(selfie ? { selfie } : {}) };

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
    await decision.enrollments.plan(aClaim(), {
      collection_id: 'face-idv.acme.g1.0',
      image_id: 'img_1',
      generations_revision: 0,
      copies: [],
    });
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
    const declined = declineRegistration(
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

  it('is declined for anything else, also beside a reason that a document may mend', async () => {
    for (const reasons of [
      ['duplicate_face'],
      ['user_already_enrolled'],
      ['document_image_too_dark', 'image_too_dark'],
    ]) {
      const decision = await aDecision(submitted);
      await decision.decline(reasons);
      expect(decision.stored()).toMatchObject({ status: 'declined', decision: { reason_codes: reasons } });
    }
  });
});
