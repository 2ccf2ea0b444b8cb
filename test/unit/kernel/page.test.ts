import { expect, it } from 'vitest';
import { toPage } from '../../../lambda/kernel/page.ts';

it('a page names the cursor of the next one, where there may be one', () => {
  expect(toPage(['a', 'b'], 'b')).toEqual({ data: ['a', 'b'], has_more: true, next_cursor: 'b' });
  expect(toPage([])).toEqual({ data: [], has_more: false, next_cursor: null });
});
