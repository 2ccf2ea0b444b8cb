import { describe, expect, it } from 'vitest';
import { undoInterruptedRegistration } from '../../../lambda/registration/undo-interrupted-registration.ts';
import { anEnrollment } from '../../support/lambda/an-enrollment.ts';
import { TENANT } from '../../support/lambda/builders.ts';

describe('cleaning up after an interrupted execution', () => {
  it('undoes the enrollment and ends the session as an error', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    await undoInterruptedRegistration(enrollment.registration, 'TIMED_OUT', enrollment.dependencies);
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      status: 'error',
      decision: { outcome: 'error', decided_by: 'fault', reason_codes: ['internal_error'] },
    });
  });

  it('leaves a session that has ended otherwise', async () => {
    const enrollment = anEnrollment();
    await enrollment.sessions.move(TENANT, 'vs_1', 'decline');
    await undoInterruptedRegistration(enrollment.registration, 'TIMED_OUT', enrollment.dependencies);
    expect(enrollment.sessions.stored(TENANT, 'vs_1').status).toBe('declined');
  });
});
