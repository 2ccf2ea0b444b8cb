import { describe, expect, it } from 'vitest';
import { undoInterruptedRegistration } from '../../../lambda/registration/undo-interrupted-registration.ts';
import { anEnrollment, COLLECTION } from '../../support/lambda/an-enrollment.ts';
import { aClaim, TENANT } from '../../support/lambda/builders.ts';

describe('cleaning up after an interrupted execution', () => {
  it.each([
    ['FAILED', 'upstream_unavailable'],
    ['ABORTED', 'internal_error'],
    ['TIMED_OUT', 'upstream_unavailable'],
  ])('ends the session as an error, without a face: %s', async (status, reason) => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    await undoInterruptedRegistration(enrollment.registration, status, enrollment.dependencies);
    await enrollment.deleteFaces();
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.enrollments.claims.size + enrollment.enrollments.deletions.size).toBe(0);
    expect(enrollment.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      status: 'error',
      decision: { outcome: 'error', decided_by: 'fault', reason_codes: [reason] },
    });
  });

  it('leaves a session that has ended otherwise', async () => {
    const enrollment = anEnrollment();
    await enrollment.sessions.move(TENANT, 'vs_1', 'decline');
    await undoInterruptedRegistration(enrollment.registration, 'TIMED_OUT', enrollment.dependencies);
    expect(enrollment.sessions.stored(TENANT, 'vs_1').status).toBe('declined');
  });

  it('lets the same person register again, although a face could not be deleted', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    enrollment.collections.broken.set(COLLECTION, new Error('throttled'));
    await undoInterruptedRegistration(enrollment.registration, 'FAILED', enrollment.dependencies);
    expect((await enrollment.deleteFaces()).size).toBe(1);
    expect(await enrollment.enrollments.claim(aClaim({ session_id: 'vs_2' }))).toEqual({ claimed: true });
    // and the face that is still there is nobody's match
    expect(enrollment.enrollments.faces.get('face-1')?.state).toBe('revoked');
  });
});
