import { describe, expect, it } from 'vitest';
import { readCaseEvidence } from '../../../lambda/review-cases/case-evidence.ts';
import { aCaseFile } from '../../support/lambda/a-case-file.ts';
import { aReviewCase, aSampledCase, aSessionCase } from '../../support/lambda/a-review-case.ts';
import { aMapping, aScore, NOON, TENANT } from '../../support/lambda/builders.ts';

const imagesOf = (people: Awaited<ReturnType<typeof readCaseEvidence>>) =>
  people.map(({ images }) => images.map(({ view, store, reference }) => [view.id, store, reference.key]));

describe('the evidence of a case', () => {
  it('is what is stored of both users', async () => {
    const file = aCaseFile();
    const people = await readCaseEvidence(aReviewCase(), NOON, file);
    expect(people).toMatchObject([
      { userId: 'ann', faces: [{ face_id: 'face-of-ann' }], reports: [{ id: 'vs_ann' }] },
      { userId: 'bob', faces: [{ face_id: 'face-of-bob' }], reports: [{ id: 'vs_bob' }] },
    ]);
    expect(imagesOf(people)[0]).toEqual([
      ['vs_ann.selfie', 'evidence', 'acme/vs_ann/selfie'],
      ['vs_ann.document', 'evidence', 'acme/vs_ann/document'],
      ['vs_ann.audit-1', 'evidence', 'acme/vs_ann/audit'],
      ['img_ann', 'enrolled', 'acme/img_ann'],
    ]);
  });

  it("is what is stored of a session's user, and of those who were found with theirs", async () => {
    const file = aCaseFile();
    const match = { face_id: 'face-of-bob', collection_id: 'c', similarity: 97, user_id: 'bob' };
    const session = { id: 'vs_ann', run: 1, user_id: 'ann' };
    const people = await readCaseEvidence(aSessionCase({ session, matches: [match] }), NOON, file);
    expect(people.map(({ userId, reports }) => [userId, reports.map(({ id }) => id)])).toEqual([
      ['ann', ['vs_ann']],
      ['bob', ['vs_bob']],
    ]);
  });

  it('of a sample is the session with the images of its check: no enrolled face, and no document', async () => {
    const file = aCaseFile();
    const session = { id: 'vs_ann', run: 1, user_id: 'ann' };
    const liveness_check = { id: 'liveness-ann', sampled_percent: 100, ...aScore() };
    const people = await readCaseEvidence(aSampledCase({ session, liveness_check }), NOON, file);
    expect(people).toMatchObject([{ userId: 'ann', faces: [], reports: [{ id: 'vs_ann' }] }]);
    expect(imagesOf(people)[0]?.map(([id]) => id)).toEqual(['vs_ann.selfie', 'vs_ann.audit-1']);
  });

  it('lacks what is gone: sessions, and users whose faces were deleted', async () => {
    const file = aCaseFile();
    file.sessions.sessions.clear();
    file.faces.pop();
    file.faces.push(aMapping({ user_id: 'ann', session_id: 'ij_1', image_id: 'img_x' }));
    const [ann, bob] = await readCaseEvidence(aReviewCase(), NOON, file);
    expect(ann?.reports).toEqual([]);
    expect(ann?.images.map(({ view }) => view.id)).toEqual(['img_ann', 'img_x']);
    expect(bob).toEqual({ userId: 'bob', faces: [], reports: [], images: [] });
  });

  it("is never another tenant's", async () => {
    const other = await readCaseEvidence(aReviewCase({ tenant: 'other' }), NOON, aCaseFile());
    expect(other.flatMap(({ images }) => images)).toEqual([]);
    expect(TENANT).not.toBe('other');
  });
});
