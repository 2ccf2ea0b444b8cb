import { describe, expect, it } from 'vitest';
import { anEnrollment, COLLECTION } from '../../support/lambda/an-enrollment.ts';
import { aClaim, aFace, TENANT } from '../../support/lambda/builders.ts';
import { NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { BLINKING, withRules } from '../../support/lambda/observed.ts';

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
      measures: expect.arrayContaining([{ name: 'face_size_px', value: 400, limit: '> 50' }]),
      billable_calls: { IndexFaces: 1 },
      cost_usd: 0.001,
    });
  });

  it('judges the rules that are on by the same answer, and no others', async () => {
    const policy = withRules({ eyes_open: { min_confidence: 50 } });
    for (const [ruleConfidences, reason_codes] of [
      [BLINKING, ['eyes_closed']],
      [{ ...BLINKING, eyes_open: 98 }, []],
    ] as const) {
      const enrollment = anEnrollment('ann', activeGenerations({ shards: 1 }), policy);
      enrollment.collections.observation = aFace({ ruleConfidences });
      await enrollment.claim();
      expect(await enrollment.index()).toMatchObject({ reason_codes });
      expect(enrollment.sessions.stored(TENANT, 'vs_1').checks.face_indexing).toMatchObject({
        measures: expect.arrayContaining([
          { name: 'eyes_open_percent', value: ruleConfidences.eyes_open, limit: '>= 50' },
        ]),
        billable_calls: { IndexFaces: 1 },
      });
      const counted = enrollment.metrics.filter(({ name }) => name === 'QualityRuleFailed');
      expect(counted.map(({ dimensions }) => dimensions.ReasonCode)).toEqual(reason_codes);
    }
    const ruleless = anEnrollment();
    ruleless.collections.observation = aFace({ ruleConfidences: BLINKING });
    await ruleless.claim();
    expect(await ruleless.index()).toMatchObject({ continue: true });
  });

  describe('while a migration fills another generation', () => {
    const COPY = 'face-idv.acme.g2.0';
    const filling = aGeneration({ generation: 'g2', shards: 1 });
    const migrating = (person = 'ann') => anEnrollment(person, activeGenerations({ shards: 1 }, { filling }));
    const facesIn = ({ collections }: ReturnType<typeof migrating>, id: string) =>
      collections.collections.get(id) ?? [];

    it('indexes into that one too', async () => {
      const enrollment = migrating();
      await enrollment.claim();
      await enrollment.index();
      expect(facesIn(enrollment, COPY)).toMatchObject([{ person: 'ann', imageId: 'img_1' }]);
    });

    it('catches up with the copy where a crash came in between', async () => {
      const enrollment = migrating();
      await enrollment.claim();
      const { recordCopy } = enrollment.enrollments;
      enrollment.enrollments.recordCopy = () => Promise.reject(new Error('crash'));
      await expect(enrollment.index()).rejects.toThrow('crash');
      enrollment.enrollments.recordCopy = recordCopy;
      expect((await enrollment.index()).continue).toBe(true);
      expect(facesIn(enrollment, COLLECTION)).toHaveLength(1);
      expect(facesIn(enrollment, COPY)).toHaveLength(1);
    });

    it('ends no attempt while a copy is being indexed, although reporting has failed', async () => {
      const enrollment = migrating();
      await enrollment.claim();
      enrollment.sessions.recordCheck = () => Promise.reject(new Error('crash'));
      const { recordCopy } = enrollment.enrollments;
      let isCopied = false;
      enrollment.enrollments.recordCopy = async (...args) => {
        await new Promise(setImmediate);
        isCopied = await recordCopy(...args);
        return isCopied;
      };
      await expect(enrollment.index()).rejects.toThrow('crash');
      expect(isCopied).toBe(true);
    });

    it('copies no face that may not stay, however often it is run', async () => {
      const enrollment = migrating();
      enrollment.collections.observation = aFace({ sharpness: 4 });
      await enrollment.claim();
      for (const _time of ['first', 'again']) await enrollment.index();
      expect(enrollment.collections.calls).not.toContain(`index ${COPY}`);
    });
  });

  it('answers the same when it is run again, and indexes nothing more', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const first = await enrollment.index();
    expect(await enrollment.index()).toEqual(first);
    expect(enrollment.collections.allFaceIds()).toEqual(['face-1']);
  });

  it('revokes a face that fails the gate, says why, says so again, and leaves deleting for later', async () => {
    const enrollment = anEnrollment();
    enrollment.collections.observation = aFace({ sharpness: 4 });
    await enrollment.claim();
    const rejection = { continue: false, reason_codes: ['image_too_blurry'] };
    expect(await enrollment.index()).toEqual(rejection);
    expect(enrollment.enrollments.faces.get('face-1')?.state).toBe('revoked');
    expect(await enrollment.index()).toEqual(rejection);
    expect(enrollment.collections.calls.filter((call) => call.startsWith('delete'))).toEqual([]);
    expect(enrollment.metrics.filter(({ name }) => name === 'QualityRuleFailed')).toEqual([
      {
        name: 'QualityRuleFailed',
        value: 1,
        dimensions: { Type: 'registration', Image: 'selfie', ReasonCode: 'image_too_blurry' },
      },
    ]);
    await enrollment.undo();
    expect(enrollment.collections.allFaceIds()).toEqual([]);
    expect(enrollment.collections.effects).toContain('deleted 1 low_quality');
  });

  it('keeps no face of a selfie that shows further people, whom the answer counts', async () => {
    const enrollment = anEnrollment();
    await enrollment.claim();
    const index = enrollment.collections.index.bind(enrollment.collections);
    enrollment.collections.index = async (...args) => {
      const answer = await index(...args);
      return answer && { ...answer, unindexed: 1 };
    };
    expect((await enrollment.index()).reason_codes).toEqual(['multiple_faces_detected']);
    expect(enrollment.sessions.stored(TENANT, 'vs_1').checks.face_indexing?.measures).toEqual([
      { name: 'faces', value: 2, limit: 'exactly 1' },
    ]);
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
    await expect(anEnrollment().index()).rejects.toThrow('session vs_1 holds no claim on its user');
    const other = anEnrollment();
    await other.enrollments.claim(aClaim({ session_id: 'vs_0' }));
    await expect(other.index()).rejects.toThrow('session vs_1 holds no claim on its user');
    expect(other.collections.calls).toEqual([]);
  });
});
