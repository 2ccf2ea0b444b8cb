import { describe, expect, it } from 'vitest';
import {
  activated,
  isSearched,
  ownerOfEntry,
  planned,
  rejected,
  removing,
  unfinishedDue,
  watchlistEntry,
} from '../../../../lambda/watchlist/domain/watchlist-entry.ts';
import { anEntry, TOMORROW } from '../../../support/lambda/a-watchlist.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const inAnHour = minutesAfter(60).toISOString();

describe('an entry of a watchlist', () => {
  it.each([
    ['pending', undefined, false],
    ['active', undefined, true],
    ['active', inAnHour, true],
    ['active', NOON.toISOString(), false],
    ['rejected', undefined, false],
    ['removing', undefined, false],
  ] as const)('that is %s and expires at %s is searched: %s', (state, expires_at, searched) => {
    const entry = anEntry({ state, ...(expires_at === undefined ? {} : { expires_at }) });
    expect(isSearched(entry, NOON)).toBe(searched);
  });

  it('is read again as it was written', () => {
    const whole = anEntry({
      state: 'rejected',
      expires_at: inAnHour,
      legal_hold: { reason: 'case 7' },
      session_id: 'vs_1',
      planned: { image_id: 'img_1', collection_ids: ['c'] },
      rejected_for: ['face_too_small'],
    });
    expect(watchlistEntry.parse(whole)).toEqual(whole);
    expect(watchlistEntry.safeParse({ ...whole, revision: 0 }).success).toBe(false);
  });

  it('is due after a day until it is active, then when it expires, and at once when it is being removed', () => {
    expect(unfinishedDue(NOON)).toBe(TOMORROW);
    expect(activated(anEntry())).not.toHaveProperty('due_at');
    expect(activated(anEntry({ expires_at: inAnHour }))).toMatchObject({ state: 'active', due_at: inAnHour });
    expect(rejected(anEntry(), ['face_too_small'])).toMatchObject({
      state: 'rejected',
      due_at: TOMORROW,
      rejected_for: ['face_too_small'],
    });
    expect(removing(anEntry(), NOON)).toMatchObject({ state: 'removing', due_at: NOON.toISOString() });
  });

  it('has another revision after every change', () => {
    const plan = { image_id: 'img_1', collection_ids: ['c'] };
    const entry = anEntry({ revision: 3 });
    const changed = [activated(entry), rejected(entry, []), planned(entry, plan), removing(entry, NOON)];
    expect(changed.map(({ revision }) => revision)).toEqual([4, 4, 4, 4]);
    expect(planned(entry, plan)).toEqual({ ...entry, planned: plan, revision: 4 });
  });

  it('owns its face', () => {
    expect(ownerOfEntry(anEntry())).toEqual({ kind: 'watchlist', list_id: 'fraud', entry_id: 'wle_1' });
  });
});
