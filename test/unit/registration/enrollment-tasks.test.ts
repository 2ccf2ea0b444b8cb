import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import { undoEnrollment } from '../../../lambda/registration/undo-enrollment.ts';
import { undoInterruptedRegistration } from '../../../lambda/registration/undo-interrupted-registration.ts';
import {
  aClaim,
  aFace,
  aPreparedImage,
  aRegistration,
  aSession,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const generations = activeGenerations({ shards: 1 });
const COLLECTION = 'face-idv.acme.g1.0';

function anEnrollment(person = 'ann') {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const dependencies = {
    sessions,
    enrollments,
    collections,
    images: new InMemoryImages({ selfie: anImageOf(person) }),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    collectionPrefix: 'face-idv',
    generations,
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    newIdentifier: () => 'img_1',
    emit,
  };
  const registration = aRegistration();
  const selfie = aPreparedImage();
  return {
    ...dependencies,
    metrics,
    claim: () => claimEnrollment({ registration, selfie }, dependencies),
    index: () => indexFace({ registration, selfie }, dependencies),
    undo: () => undoEnrollment(registration, dependencies),
    undoInterrupted: () => undoInterruptedRegistration(registration, 'TIMED_OUT', dependencies),
  };
}

describe('claiming an enrollment', () => {
  it('holds user and image, and says the same when it is run again', async () => {
    const enrollment = anEnrollment();
    expect(await enrollment.claim()).toEqual({ continue: true, reason_codes: [] });
    expect(await enrollment.claim()).toEqual({ continue: true, reason_codes: [] });
    expect(await enrollment.enrollments.get(TENANT, 'user-1')).toEqual(aClaim());
  });

  it('refuses a user who is enrolled, and an image that somebody else used', async () => {
    const user = anEnrollment();
    await user.enrollments.claim(aClaim({ session_id: 'vs_0', image_sha256: 'b'.repeat(64) }));
    expect((await user.claim()).reason_codes).toEqual(['user_already_enrolled']);
    const image = anEnrollment();
    await image.enrollments.claim(aClaim({ session_id: 'vs_0', user_id: 'user-0' }));
    expect((await image.claim()).reason_codes).toEqual(['duplicate_image']);
    expect(image.sessions.stored(TENANT, 'vs_1').checks.enrollment_claim?.status).toBe('failed');
  });
});

describe('indexing a face', () => {
  it('indexes into the shard of the user and writes the face down at once', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const answer = await enrollment.index();
    expect(answer).toMatchObject({
      continue: true,
      enrollment: {
        collection_id: COLLECTION,
        face_id: 'face-1',
        image_id: 'img_1',
        face_model_version: '7.0',
      },
    });
    expect(await enrollment.enrollments.get(TENANT, 'user-1')).toMatchObject({
      planned: { collection_id: COLLECTION, image_id: 'img_1' },
      face: { face_id: 'face-1' },
      rejected_for: [],
    });
    expect(enrollment.sessions.stored(TENANT, 'vs_1').checks.face_indexing).toMatchObject({
      status: 'passed',
      billable_calls: { IndexFaces: 1 },
    });
  });

  it('answers the same when it is run again, and indexes nothing more', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const first = await enrollment.index();
    expect(await enrollment.index()).toEqual(first);
    expect(enrollment.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('deletes a face that fails the gate, says why, and says so again', async () => {
    const enrollment = anEnrollment();
    enrollment.collections.observation = aFace({ sharpness: 4 });
    await enrollment.claim();
    const rejection = { continue: false, reason_codes: ['image_too_blurry'] };
    expect(await enrollment.index()).toEqual(rejection);
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(await enrollment.index()).toEqual(rejection);
    expect(enrollment.metrics).toContainEqual({
      name: 'FaceDeleted',
      value: 1,
      dimensions: { Reason: 'low_quality' },
    });
  });

  it('declines an image in which there is no face to index', async () => {
    const enrollment = anEnrollment(NOBODY);
    await enrollment.claim();
    expect(await enrollment.index()).toEqual({ continue: false, reason_codes: ['face_not_detected'] });
  });

  it('leaves one face where a crash came between indexing and writing it down', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const { enrollments } = enrollment;
    const recordFace = enrollments.recordFace;
    enrollments.recordFace = async () => {
      throw new Error('crash');
    };
    await expect(enrollment.index()).rejects.toThrow('crash');
    expect(enrollment.collections.allFaceIds()).toEqual(['face-1']);
    enrollments.recordFace = recordFace;
    expect((await enrollment.index()).enrollment?.face_id).toBe('face-2');
    expect(enrollment.collections.allFaceIds()).toEqual(['face-2']);
  });

  it('reports what it did where a crash came between writing the face down and reporting it', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const recordCheck = enrollment.sessions.recordCheck;
    enrollment.sessions.recordCheck = async () => {
      throw new Error('crash');
    };
    await expect(enrollment.index()).rejects.toThrow('crash');
    enrollment.sessions.recordCheck = recordCheck;
    expect((await enrollment.index()).continue).toBe(true);
    expect(enrollment.collections.allFaceIds()).toEqual(['face-1']);
    expect(enrollment.sessions.stored(TENANT, 'vs_1').checks.face_indexing).toMatchObject({
      status: 'passed',
      billable_calls: { IndexFaces: 1 },
    });
  });

  it('keeps one face where two runs of the task overlap', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const index = enrollment.collections.index.bind(enrollment.collections);
    enrollment.collections.index = async (...args) => {
      enrollment.collections.index = index;
      const slow = await index(...args);
      // the state machine has given up waiting, and the second run overtakes the first
      expect((await enrollment.index()).continue).toBe(true);
      return slow;
    };
    await enrollment.index().catch(() => undefined);
    const { enrollment: kept } = await enrollment.index();
    expect(enrollment.collections.allFaceIds()).toEqual([kept?.face_id]);
  });

  it('takes its face back where it was undone while it indexed', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const index = enrollment.collections.index.bind(enrollment.collections);
    enrollment.collections.index = async (...args) => {
      await enrollment.undo();
      return index(...args);
    };
    await expect(enrollment.index()).rejects.toThrow('was undone');
    expect(enrollment.collections.allFaceIds()).toEqual([]);
  });

  it('fails without a claim of its own', async () => {
    await expect(anEnrollment().index()).rejects.toThrow('holds no claim');
  });
});

describe('undoing an enrollment', () => {
  it('deletes the face, rules it out, and frees user and image', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: ['face-1'] });
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.enrollments.faces.get('face-1')?.state).toBe('revoked');
    expect(enrollment.enrollments.claims.size + enrollment.enrollments.imageClaims.size).toBe(0);
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: [] });
  });

  it('finds a face that was indexed and not written down, and no other face of the person', async () => {
    const enrollment = anEnrollment();
    enrollment.collections.add(COLLECTION, 'ann', 'img_0');
    await enrollment.claim();
    enrollment.enrollments.recordFace = async () => {
      throw new Error('crash');
    };
    await expect(enrollment.index()).rejects.toThrow('crash');
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: ['face-2'] });
    expect(enrollment.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('frees the claims of a session that has indexed nothing', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    expect(await enrollment.undo()).toEqual({ deleted_face_ids: [] });
    expect(enrollment.enrollments.claims.size).toBe(0);
    expect(enrollment.metrics).toContainEqual({
      name: 'CompensationRun',
      value: 1,
      dimensions: { Result: 'nothing_indexed' },
    });
  });

  it('leaves what another session holds, and what is approved', async () => {
    const other = anEnrollment();
    await other.enrollments.claim(aClaim({ session_id: 'vs_0' }));
    await other.undo();
    expect(other.enrollments.claims.size).toBe(1);
    const approved = anEnrollment();
    await approved.claim();
    await approved.index();
    approved.enrollments.claims.set(`${TENANT}#user-1`, aClaim({ state: 'enrolled' }));
    expect(await approved.undo()).toEqual({ deleted_face_ids: [] });
    expect(approved.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('keeps the claims where a face could not be deleted, so that it can be tried again', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    enrollment.collections.broken.set(COLLECTION, new Error('no answer'));
    await expect(enrollment.undo()).rejects.toThrow('no answer');
    expect(enrollment.enrollments.claims.size).toBe(1);
  });
});

describe('cleaning up after an interrupted execution', () => {
  it('undoes the enrollment and ends the session as an error', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    await enrollment.index();
    await enrollment.undoInterrupted();
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      status: 'error',
      decision: { outcome: 'error', decided_by: 'fault', reason_codes: ['internal_error'] },
    });
  });

  it('leaves a session that has ended otherwise', async () => {
    const enrollment = anEnrollment();
    await enrollment.sessions.transition(TENANT, 'vs_1', 'decline', {});
    await enrollment.undoInterrupted();
    expect(enrollment.sessions.stored(TENANT, 'vs_1').status).toBe('declined');
  });
});
