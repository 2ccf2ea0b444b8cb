import { describe, expect, it } from 'vitest';
import { readCaseEvidence } from '../../../lambda/review-cases/case-evidence.ts';
import { aCaseFile } from '../../support/lambda/a-case-file.ts';
import { aReviewCase, aSampledCase, aSessionCase } from '../../support/lambda/a-review-case.ts';
import { aMapping, aScore, NOON, TENANT } from '../../support/lambda/builders.ts';

const imagesOf = ({ people }: Awaited<ReturnType<typeof readCaseEvidence>>) =>
  people.map(({ images }) => images.map(({ view, store, reference }) => [view.id, store, reference.key]));

describe('the evidence of a case', () => {
  it('is what is stored of both users', async () => {
    const file = aCaseFile();
    const evidence = await readCaseEvidence(aReviewCase(), NOON, file);
    expect(evidence.people).toMatchObject([
      { userId: 'ann', faces: [{ face_id: 'face-of-ann' }], reports: [{ id: 'vs_ann' }] },
      { userId: 'bob', faces: [{ face_id: 'face-of-bob' }], reports: [{ id: 'vs_bob' }] },
    ]);
    expect(evidence.images).toEqual(evidence.people.flatMap(({ images }) => images));
    expect(imagesOf(evidence)[0]).toEqual([
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
    const { people } = await readCaseEvidence(aSessionCase({ session, matches: [match] }), NOON, file);
    expect(people.map(({ userId, reports }) => [userId, reports.map(({ id }) => id)])).toEqual([
      ['ann', ['vs_ann']],
      ['bob', ['vs_bob']],
    ]);
  });

  it('is the image of each watchlist entry that was found, whose owner is no user', async () => {
    const file = aCaseFile();
    const entry = { list_id: 'fraud', entry_id: 'wle_1' };
    const { user_id: _none, ...face } = aMapping({
      image_id: 'img_l',
      s3_image_url: 's3://enrolled/acme/img_l',
    });
    file.listed.push({ ...face, kind: 'watchlist', ...entry });
    const match = { face_id: 'f', collection_id: 'c', similarity: 97, ...entry };
    const gone = { ...match, entry_id: 'wle_gone' };
    const session = { id: 'vs_ann', run: 1, user_id: 'ann' };
    const reason = 'watchlist_hit';
    const opened = aSessionCase({ reason, session, matches: [match, match, gone] });
    const { images } = await readCaseEvidence(opened, NOON, file);
    expect(images.at(-1)).toEqual({
      view: { id: 'img_l', kind: 'watchlist_image', ...entry, image_id: 'img_l', face_box: face.bbox },
      store: 'enrolled',
      reference: { key: 'acme/img_l' },
    });
    expect(images.filter(({ view }) => view.kind === 'watchlist_image')).toHaveLength(1);
  });

  it('of a sample is the session with the images of its check: no enrolled face, and no document', async () => {
    const file = aCaseFile();
    const session = { id: 'vs_ann', run: 1, user_id: 'ann' };
    const liveness_check = { id: 'liveness-ann', sampled_percent: 100, ...aScore() };
    const evidence = await readCaseEvidence(aSampledCase({ session, liveness_check }), NOON, file);
    expect(evidence.people).toMatchObject([{ userId: 'ann', faces: [], reports: [{ id: 'vs_ann' }] }]);
    expect(imagesOf(evidence)[0]?.map(([id]) => id)).toEqual(['vs_ann.selfie', 'vs_ann.audit-1']);
  });

  it('lacks what is gone: sessions, and users whose faces were deleted', async () => {
    const file = aCaseFile();
    file.sessions.sessions.clear();
    file.faces.pop();
    file.faces.push(aMapping({ user_id: 'ann', session_id: 'ij_1', image_id: 'img_x' }));
    const [ann, bob] = (await readCaseEvidence(aReviewCase(), NOON, file)).people;
    expect(ann?.reports).toEqual([]);
    expect(ann?.images.map(({ view }) => view.id)).toEqual(['img_ann', 'img_x']);
    expect(bob).toEqual({ userId: 'bob', faces: [], reports: [], images: [] });
  });

  it("is never another tenant's", async () => {
    const other = await readCaseEvidence(aReviewCase({ tenant: 'other' }), NOON, aCaseFile());
    expect(other.images).toEqual([]);
    expect(TENANT).not.toBe('other');
  });
});
