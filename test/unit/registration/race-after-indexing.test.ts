import { describe, expect, it } from 'vitest';
import { aDuplicateSearch, anImageId, collectionOf } from '../../support/lambda/a-duplicate-search.ts';

describe('searching for duplicates after indexing', () => {
  it('passes where nobody else has the face', async () => {
    expect(await aDuplicateSearch().after(anImageId(0))).toEqual({ continue: true, reason_codes: [] });
  });

  it('yields to a face that is mapped, and to an older one that is under way', async () => {
    for (const state of ['mapped', 'pending'] as const) {
      const search = aDuplicateSearch();
      search.aFaceOf('ann', 4, 'user-2', state, anImageId(-1));
      expect(await search.after(anImageId(0))).toEqual({ continue: false, reason_codes: ['duplicate_face'] });
    }
  });

  it('rules out a younger one that is under way', async () => {
    const search = aDuplicateSearch();
    const younger = search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(1));
    expect((await search.after(anImageId(0))).continue).toBe(true);
    expect(search.enrollments.faces.get(younger)).toEqual({ state: 'revoked', user_id: 'user-2' });
  });

  it('meets a face that nobody has written down yet as one that is under way', async () => {
    const [older, younger] = [aDuplicateSearch(), aDuplicateSearch()];
    older.collections.add(collectionOf(4), 'ann', anImageId(-1));
    expect((await older.after(anImageId(0))).reason_codes).toEqual(['duplicate_face']);
    const rival = younger.collections.add(collectionOf(4), 'ann', anImageId(1));
    expect((await younger.after(anImageId(0))).continue).toBe(true);
    expect(younger.enrollments.faces.get(rival)?.state).toBe('revoked');
  });

  it('leaves alone what was ruled out before', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 4, 'user-2', 'revoked', anImageId(1));
    search.enrollments.revoke = () => Promise.reject(new Error('must not be ruled out again'));
    expect((await search.after(anImageId(0))).continue).toBe(true);
  });

  it('yields to a younger one that is approved in the very moment of ruling it out', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(1));
    search.enrollments.revoke = async () => false;
    expect((await search.after(anImageId(0))).reason_codes).toEqual(['duplicate_face']);
  });

  it('rules nobody out where it yields itself', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(-1));
    const younger = search.aFaceOf('ann', 5, 'user-3', 'pending', anImageId(1));
    await search.after(anImageId(0));
    expect(search.enrollments.faces.get(younger)?.state).toBe('pending');
  });
});
