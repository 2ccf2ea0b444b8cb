import { describe, expect, it } from 'vitest';
import { CompetitorUndecided } from '../../../lambda/registration/settle-race.ts';
import { aDuplicateSearch, anImageId, collectionOf } from '../../support/lambda/a-duplicate-search.ts';

describe('an enrollment that meets others in its search', () => {
  it('passes where nobody else has the face', async () => {
    expect(await aDuplicateSearch().search()).toEqual({ continue: true, reason_codes: [] });
  });

  it('is a duplicate of a face that is mapped', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 4, 'user-2', 'mapped', anImageId(-1));
    expect(await search.search()).toEqual({ continue: false, reason_codes: ['duplicate_face'] });
  });

  it.each([
    ['mapped', ['duplicate_face']],
    ['revoked', []],
  ] as const)('waits for an older one under way until it is %s', async (state, reason_codes) => {
    const search = aDuplicateSearch();
    const older = search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(-1));
    let waits = 0;
    search.time.meanwhile = async () => {
      waits += 1;
      if (waits === 3) search.enrollments.faces.set(older, { state, user_id: 'user-2' });
    };
    expect((await search.search()).reason_codes).toEqual(reason_codes);
    expect(waits).toBe(3);
    // it was searched for once
    expect(search.sessions.stored('acme', 'vs_1').checks.duplicate_search?.billable_calls).toEqual({
      SearchFacesByImage: 16,
    });
  });

  it('gives up after eight seconds and is tried again, deciding nothing', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(-1));
    const begun = search.time.now.getTime();
    await expect(search.search()).rejects.toMatchObject({
      name: 'CompetitorUndecided',
      message: '1 earlier enrollments of this face are not decided yet',
    });
    expect(search.time.now.getTime() - begun).toBe(8_000);
    expect(search.sessions.stored('acme', 'vs_1').checks).toEqual({});
  });

  it('rules out a younger one that is under way', async () => {
    const search = aDuplicateSearch();
    const younger = search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(1));
    expect((await search.search()).continue).toBe(true);
    expect(search.enrollments.faces.get(younger)).toEqual({ state: 'revoked', user_id: 'user-2' });
  });

  it('meets a face that nobody has written down yet as one that is under way', async () => {
    const [older, younger] = [aDuplicateSearch(), aDuplicateSearch()];
    older.collections.add(collectionOf(4), 'ann', anImageId(-1));
    await expect(older.search()).rejects.toThrow(CompetitorUndecided);
    const rival = younger.collections.add(collectionOf(4), 'ann', anImageId(1));
    expect((await younger.search()).continue).toBe(true);
    expect(younger.enrollments.faces.get(rival)?.state).toBe('revoked');
  });

  it('leaves alone what was ruled out before', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 4, 'user-2', 'revoked', anImageId(1));
    search.enrollments.revoke = () => Promise.reject(new Error('must not be ruled out again'));
    expect((await search.search()).continue).toBe(true);
  });

  it('is a duplicate of a younger one that is approved in the very moment of ruling it out', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(1));
    search.enrollments.revoke = async () => false;
    expect((await search.search()).reason_codes).toEqual(['duplicate_face']);
  });

  it('rules nobody out and waits for nobody where it is a duplicate anyway', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 3, 'user-4', 'mapped', anImageId(-2));
    search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(-1));
    const younger = search.aFaceOf('ann', 5, 'user-3', 'pending', anImageId(1));
    search.time.meanwhile = () => Promise.reject(new Error('must not wait'));
    expect((await search.search()).reason_codes).toEqual(['duplicate_face']);
    expect(search.enrollments.faces.get(younger)?.state).toBe('pending');
  });
});

describe('an enrollment that meets the face of a user who is allowed', () => {
  const aTwin = () => {
    const search = aDuplicateSearch();
    search.pairs.allow('user-1', 'twin');
    return search;
  };

  it.each(['mapped', 'pending'] as const)('is no duplicate of a %s one, and does not wait', async (state) => {
    const search = aTwin();
    search.time.meanwhile = () => Promise.reject(new Error('must not wait'));
    search.aFaceOf('ann', 4, 'twin', state, anImageId(-1));
    expect(await search.search()).toEqual({ continue: true, reason_codes: [] });
    expect(search.sessions.stored('acme', 'vs_1').checks.duplicate_search?.matches).toEqual([]);
  });

  it('does not rule out a younger one', async () => {
    const search = aTwin();
    const younger = search.aFaceOf('ann', 4, 'twin', 'pending', anImageId(1));
    expect((await search.search()).continue).toBe(true);
    expect(search.enrollments.faces.get(younger)?.state).toBe('pending');
  });

  it('waits until a face has a user, and then rules out only that of another one', async () => {
    const search = aTwin();
    const [ofTwin, ofEve] = [4, 5].map((shard) =>
      search.collections.add(collectionOf(shard), 'ann', anImageId(1)),
    );
    search.time.meanwhile = async () => {
      search.enrollments.faces.set(ofTwin ?? '', { state: 'pending', user_id: 'twin' });
      search.enrollments.faces.set(ofEve ?? '', { state: 'pending', user_id: 'eve' });
    };
    expect((await search.search()).continue).toBe(true);
    expect([ofTwin, ofEve].map((id) => search.enrollments.faces.get(id ?? '')?.state)).toEqual([
      'pending',
      'revoked',
    ]);
  });

  it('is still a duplicate of anybody else', async () => {
    const search = aTwin();
    search.aFaceOf('ann', 3, 'twin', 'mapped', anImageId(-2));
    const eve = search.aFaceOf('ann', 4, 'eve', 'mapped', anImageId(-1));
    expect((await search.search()).reason_codes).toEqual(['duplicate_face']);
    expect(search.sessions.stored('acme', 'vs_1').checks.duplicate_search).toMatchObject({
      matches: [{ face_id: eve, user_id: 'eve' }],
      measures: [{ name: 'duplicate_faces', value: 1, limit: '0' }],
    });
  });
});
