import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { claimEnrolment } from '../../../lambda/registration/claim-enrolment.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import { undoEnrolment } from '../../../lambda/registration/undo-enrolment.ts';
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
import { InMemoryEnrolments } from '../../support/lambda/in-memory-enrolments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const generations = activeGenerations({ shards: 1 });
const COLLECTION = 'face-idv.acme.g1.0';

function anEnrolment(person = 'ann') {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const enrolments = new InMemoryEnrolments(sessions);
  const collections = new InMemoryCollections();
  const dependencies = {
    sessions,
    enrolments,
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
    claim: () => claimEnrolment({ registration, selfie }, dependencies),
    index: () => indexFace({ registration, selfie }, dependencies),
    undo: () => undoEnrolment(registration, dependencies),
    undoInterrupted: () => undoInterruptedRegistration(registration, 'TIMED_OUT', dependencies),
  };
}

describe('claiming an enrolment', () => {
  it('holds user and image, and says the same when it is run again', async () => {
    const enrolment = anEnrolment();
    expect(await enrolment.claim()).toEqual({ continue: true, reason_codes: [] });
    expect(await enrolment.claim()).toEqual({ continue: true, reason_codes: [] });
    expect(await enrolment.enrolments.get(TENANT, 'user-1')).toEqual(aClaim());
  });

  it('refuses a user who is enrolled, and an image that somebody else used', async () => {
    const user = anEnrolment();
    await user.enrolments.claim(aClaim({ session_id: 'vs_0', image_sha256: 'b'.repeat(64) }));
    expect((await user.claim()).reason_codes).toEqual(['user_already_enrolled']);
    const image = anEnrolment();
    await image.enrolments.claim(aClaim({ session_id: 'vs_0', user_id: 'user-0' }));
    expect((await image.claim()).reason_codes).toEqual(['duplicate_image']);
    expect(image.sessions.stored(TENANT, 'vs_1').checks.enrolment_claim?.status).toBe('failed');
  });
});

describe('indexing a face', () => {
  it('indexes into the shard of the user and writes the face down at once', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    const answer = await enrolment.index();
    expect(answer).toMatchObject({
      continue: true,
      enrolment: {
        collection_id: COLLECTION,
        face_id: 'face-1',
        image_id: 'img_1',
        face_model_version: '7.0',
      },
    });
    expect(await enrolment.enrolments.get(TENANT, 'user-1')).toMatchObject({
      planned: { collection_id: COLLECTION, image_id: 'img_1' },
      face: { face_id: 'face-1' },
      rejected_for: [],
    });
    expect(enrolment.sessions.stored(TENANT, 'vs_1').checks.face_indexing).toMatchObject({
      status: 'passed',
      billable_calls: { IndexFaces: 1 },
    });
  });

  it('answers the same when it is run again, and indexes nothing more', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    const first = await enrolment.index();
    expect(await enrolment.index()).toEqual(first);
    expect(enrolment.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('deletes a face that fails the gate, says why, and says so again', async () => {
    const enrolment = anEnrolment();
    enrolment.collections.observation = aFace({ sharpness: 4 });
    await enrolment.claim();
    const rejection = { continue: false, reason_codes: ['image_too_blurry'] };
    expect(await enrolment.index()).toEqual(rejection);
    expect(enrolment.collections.allFaceIds()).toEqual([]);
    expect(await enrolment.index()).toEqual(rejection);
    expect(enrolment.metrics).toContainEqual({
      name: 'FaceDeleted',
      value: 1,
      dimensions: { Reason: 'low_quality' },
    });
  });

  it('declines an image in which there is no face to index', async () => {
    const enrolment = anEnrolment(NOBODY);
    await enrolment.claim();
    expect(await enrolment.index()).toEqual({ continue: false, reason_codes: ['face_not_detected'] });
  });

  it('leaves one face where a crash came between indexing and writing it down', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    const { enrolments } = enrolment;
    const recordFace = enrolments.recordFace;
    enrolments.recordFace = async () => {
      throw new Error('crash');
    };
    await expect(enrolment.index()).rejects.toThrow('crash');
    expect(enrolment.collections.allFaceIds()).toEqual(['face-1']);
    enrolments.recordFace = recordFace;
    expect((await enrolment.index()).enrolment?.face_id).toBe('face-2');
    expect(enrolment.collections.allFaceIds()).toEqual(['face-2']);
  });

  it('reports what it did where a crash came between writing the face down and reporting it', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    const recordCheck = enrolment.sessions.recordCheck;
    enrolment.sessions.recordCheck = async () => {
      throw new Error('crash');
    };
    await expect(enrolment.index()).rejects.toThrow('crash');
    enrolment.sessions.recordCheck = recordCheck;
    expect((await enrolment.index()).continue).toBe(true);
    expect(enrolment.collections.allFaceIds()).toEqual(['face-1']);
    expect(enrolment.sessions.stored(TENANT, 'vs_1').checks.face_indexing).toMatchObject({
      status: 'passed',
      billable_calls: { IndexFaces: 1 },
    });
  });

  it('keeps one face where two runs of the task overlap', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    const index = enrolment.collections.index.bind(enrolment.collections);
    enrolment.collections.index = async (...args) => {
      enrolment.collections.index = index;
      const slow = await index(...args);
      // the state machine has given up waiting, and the second run overtakes the first
      expect((await enrolment.index()).continue).toBe(true);
      return slow;
    };
    await enrolment.index().catch(() => undefined);
    const { enrolment: kept } = await enrolment.index();
    expect(enrolment.collections.allFaceIds()).toEqual([kept?.face_id]);
  });

  it('takes its face back where it was undone while it indexed', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    const index = enrolment.collections.index.bind(enrolment.collections);
    enrolment.collections.index = async (...args) => {
      await enrolment.undo();
      return index(...args);
    };
    await expect(enrolment.index()).rejects.toThrow('was undone');
    expect(enrolment.collections.allFaceIds()).toEqual([]);
  });

  it('fails without a claim of its own', async () => {
    await expect(anEnrolment().index()).rejects.toThrow('holds no claim');
  });
});

describe('undoing an enrolment', () => {
  it('deletes the face, rules it out, and frees user and image', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    await enrolment.index();
    expect(await enrolment.undo()).toEqual({ deleted_face_ids: ['face-1'] });
    expect(enrolment.collections.allFaceIds()).toEqual([]);
    expect(enrolment.enrolments.faces.get('face-1')?.state).toBe('revoked');
    expect(enrolment.enrolments.claims.size + enrolment.enrolments.imageClaims.size).toBe(0);
    expect(await enrolment.undo()).toEqual({ deleted_face_ids: [] });
  });

  it('finds a face that was indexed and not written down, and no other face of the person', async () => {
    const enrolment = anEnrolment();
    enrolment.collections.add(COLLECTION, 'ann', 'img_0');
    await enrolment.claim();
    enrolment.enrolments.recordFace = async () => {
      throw new Error('crash');
    };
    await expect(enrolment.index()).rejects.toThrow('crash');
    expect(await enrolment.undo()).toEqual({ deleted_face_ids: ['face-2'] });
    expect(enrolment.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('frees the claims of a session that has indexed nothing', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    expect(await enrolment.undo()).toEqual({ deleted_face_ids: [] });
    expect(enrolment.enrolments.claims.size).toBe(0);
    expect(enrolment.metrics).toContainEqual({
      name: 'CompensationRun',
      value: 1,
      dimensions: { Result: 'nothing_indexed' },
    });
  });

  it('leaves what another session holds, and what is approved', async () => {
    const other = anEnrolment();
    await other.enrolments.claim(aClaim({ session_id: 'vs_0' }));
    await other.undo();
    expect(other.enrolments.claims.size).toBe(1);
    const approved = anEnrolment();
    await approved.claim();
    await approved.index();
    approved.enrolments.claims.set(`${TENANT}#user-1`, aClaim({ state: 'enrolled' }));
    expect(await approved.undo()).toEqual({ deleted_face_ids: [] });
    expect(approved.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('keeps the claims where a face could not be deleted, so that it can be tried again', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    await enrolment.index();
    enrolment.collections.broken.set(COLLECTION, new Error('no answer'));
    await expect(enrolment.undo()).rejects.toThrow('no answer');
    expect(enrolment.enrolments.claims.size).toBe(1);
  });
});

describe('cleaning up after an interrupted execution', () => {
  it('undoes the enrolment and ends the session as an error', async () => {
    const enrolment = anEnrolment();
    await enrolment.claim();
    await enrolment.index();
    await enrolment.undoInterrupted();
    expect(enrolment.collections.allFaceIds()).toEqual([]);
    expect(enrolment.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      status: 'error',
      decision: { outcome: 'error', decided_by: 'fault', reason_codes: ['internal_error'] },
    });
  });

  it('leaves a session that has ended otherwise', async () => {
    const enrolment = anEnrolment();
    await enrolment.sessions.transition(TENANT, 'vs_1', 'decline', {});
    await enrolment.undoInterrupted();
    expect(enrolment.sessions.stored(TENANT, 'vs_1').status).toBe('declined');
  });
});
