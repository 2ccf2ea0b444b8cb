import { describe, expect, it } from 'vitest';
import {
  abandonedBy,
  deletionIdOf,
  failRegistration,
} from '../../../lambda/registration/end-registration.ts';
import { anEnrollment } from '../../support/lambda/an-enrollment.ts';
import { aClaim, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';

describe('ending a registration', () => {
  it('frees user and image, revokes the face and requests its deletion, with the status', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    await failRegistration(enrollment.registration, 'Fault', enrollment.dependencies);
    const { claims, imageClaims, faces, deletions } = enrollment.enrollments;
    expect(enrollment.sessions.stored(TENANT, 'vs_1')).toMatchObject({ status: 'error' });
    expect(claims.size + imageClaims.size).toBe(0);
    expect(faces.get('face-1')?.state).toBe('revoked');
    expect(faces.get('img_1')?.state).toBe('revoked');
    expect([...deletions.values()]).toMatchObject([
      { id: 'vs_1', image_id: 'img_1', faces: [{ face_id: 'face-1' }], searched_collections: [] },
    ]);
  });

  it('takes in a face that is recorded in the moment of ending', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const { apply } = enrollment.sessions;
    enrollment.sessions.apply = async (applied, effects) => {
      enrollment.sessions.apply = apply;
      await enrollment.index();
      return apply(applied, effects);
    };
    await failRegistration(enrollment.registration, 'Fault', enrollment.dependencies);
    expect(enrollment.enrollments.faces.get('face-1')?.state).toBe('revoked');
    expect(enrollment.enrollments.claims.size).toBe(0);
  });

  it('deletes a face that comes after it', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const index = enrollment.collections.index.bind(enrollment.collections);
    enrollment.collections.index = async (...call) => {
      await failRegistration(enrollment.registration, 'Fault', enrollment.dependencies);
      return index(...call);
    };
    await expect(enrollment.index()).rejects.toThrow('was undone while its face was indexed');
    expect(enrollment.collections.allFaceIds()).toEqual([]);
  });

  it("leaves another session's claim, and an enrolled one", async () => {
    for (const claim of [aClaim({ session_id: 'vs_0' }), aClaim({ state: 'enrolled' })]) {
      const enrollment = anEnrollment();
      enrollment.enrollments.claims.set(`${TENANT}#user-1`, claim);
      await failRegistration(enrollment.registration, 'Fault', enrollment.dependencies);
      expect(enrollment.sessions.stored(TENANT, 'vs_1').status).toBe('error');
      expect([...enrollment.enrollments.claims.values()]).toEqual([claim]);
    }
  });

  it('gives up nothing where nothing is claimed', async () => {
    const { dependencies } = anEnrollment();
    expect(await abandonedBy(aSession(), dependencies)).toEqual({});
  });

  it('names a deletion by session and run', () => {
    expect(deletionIdOf({ session_id: 'vs_1' })).toBe('vs_1');
    expect(deletionIdOf({ session_id: 'vs_1', run: 2 })).toBe('vs_1-2');
  });
});

describe('ending a registration for a fault', () => {
  const failing = (session = aSession({ status: 'processing' })) => {
    const enrollment = anEnrollment();
    enrollment.sessions.sessions.clear();
    enrollment.sessions.add(session);
    const fail = (error: string) => failRegistration(enrollment.registration, error, enrollment.dependencies);
    return {
      fail,
      metrics: enrollment.metrics,
      stored: () => enrollment.sessions.stored(TENANT, session.id),
    };
  };

  it('says which, as far as a person may know', async () => {
    const { fail, stored } = failing();
    await fail('ThrottlingException');
    expect(stored()).toMatchObject({
      status: 'error',
      decision: {
        outcome: 'error',
        reason_codes: ['upstream_throttled'],
        decided_by: 'fault',
        decided_at: NOON.toISOString(),
      },
    });
  });

  it.each(['approved', 'declined', 'canceled', 'expired', 'abandoned'] as const)(
    'takes nothing back of one that is %s',
    async (status) => {
      const { fail, stored, metrics } = failing(aSession({ status }));
      await fail('TimeoutError');
      expect(stored()).toEqual(aSession({ status }));
      expect(metrics).toEqual([]);
    },
  );

  it('does nothing for a session that is gone, with its user', async () => {
    await expect(failing(aSession({ id: 'vs_2' })).fail('TimeoutError')).resolves.toBeUndefined();
  });

  it('fails where the session waits for its person', async () => {
    await expect(failing(aSession()).fail('TimeoutError')).rejects.toThrow(
      'session vs_1 is requires_input and cannot fail',
    );
  });
});
