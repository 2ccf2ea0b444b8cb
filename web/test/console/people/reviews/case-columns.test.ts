import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../../src/console/people/reviews/case-columns.ts';

describe('the columns of a case', () => {
  const person = (user_id: string) => ({ user_id, faces: [], reports: [] });

  it('have like beside like, and entries of watchlists after the people', () => {
    const columns = columnsOf({
      people: [person('alice'), person('bob')],
      images: [
        { id: '1', kind: 'document', user_id: 'alice' },
        { id: '2', kind: 'selfie', user_id: 'alice' },
        { id: '3', kind: 'enrolled_image', user_id: 'bob' },
        { id: '4', kind: 'watchlist_image', list_id: 'fraud', entry_id: 'wle_1' },
      ],
    });
    expect(columns.map(({ key, images }) => [key, images.map(({ id }) => id)])).toEqual([
      ['alice', ['2', '1']],
      ['bob', ['3']],
      ['wle_1', ['4']],
    ]);
    expect(columns[2]?.entry).toEqual({ list_id: 'fraud', entry_id: 'wle_1' });
  });

  it('stay when there are no images any more', () => {
    expect(columnsOf({ people: [person('alice')], images: [] })).toMatchObject([
      { key: 'alice', images: [] },
    ]);
  });
});
