import { apiClient } from '@face-idv/client';
import { expect, it } from 'vitest';
import { readCollections } from '../../../src/console/collections/read-collections.ts';

it('reads every page', async () => {
  const asked: string[] = [];
  const api = apiClient({
    apiUrl: 'https://api.example.com/v1',
    accessToken: () => 'token',
    fetch: async ({ url }) => {
      asked.push(new URL(url).search);
      const isLast = asked.length === 2;
      const page = {
        data: [{ id: `c${asked.length}` }],
        has_more: !isLast,
        next_cursor: isLast ? null : 'face-idv.acme.g1.0',
      };
      return Response.json(page);
    },
  });
  const read = await readCollections(api, new AbortController().signal);
  expect(read.map(({ id }) => id)).toEqual(['c1', 'c2']);
  expect(asked).toEqual(['?limit=50', '?limit=50&cursor=face-idv.acme.g1.0']);
});
