import { describe, expect, it } from 'vitest';
import { anEnrollment, COLLECTION } from '../../support/lambda/an-enrollment.ts';
import { aFace, TENANT } from '../../support/lambda/builders.ts';
import { NOBODY } from '../../support/lambda/in-memory-collections.ts';

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
