import { expect, it } from 'vitest';
import { watchlistFindings } from '../../../../lambda/watchlist/domain/watchlist-findings.ts';
import { LIST } from '../../../support/lambda/a-watchlist.ts';

const aHit = (entry_id: string) => ({
  list_id: 'fraud',
  entry_id,
  similarity: 98,
  face_id: `face-of-${entry_id}`,
  collection_id: LIST,
});
const searched = { sawFace: true, shards: [], calls: { SearchFacesByImage: 2 } };

it('any face on a list is a hit, and the report has the best of them', () => {
  const hits = ['wle_1', 'wle_2', 'wle_3'].map(aHit);
  expect(watchlistFindings({ ...searched, hits }, 2)).toEqual({
    reasons: ['watchlist_hit'],
    measures: [{ name: 'watchlist_hits', value: 3, limit: '0' }],
    matches: hits.slice(0, 2),
    searchedShards: [],
    calls: { SearchFacesByImage: 2 },
  });
});

it('nobody on a list is no reason, and a face that is not seen rules nobody out', () => {
  expect(watchlistFindings({ ...searched, hits: [] }, 2)).toMatchObject({ reasons: [], matches: [] });
  expect(watchlistFindings({ ...searched, sawFace: false, hits: [] }, 2)).toEqual({
    reasons: ['face_not_detected'],
    calls: { SearchFacesByImage: 2 },
  });
});
