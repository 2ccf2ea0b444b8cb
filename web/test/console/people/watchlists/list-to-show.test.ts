import { expect, it } from 'vitest';
import { listToShow } from '../../../../src/console/people/watchlists/list-to-show.ts';

it('the list that a link asks for is shown, and otherwise the first that the API names', () => {
  const lists = [{ id: 'pep' }, { id: 'fraud' }];
  expect(listToShow(lists, 'fraud')).toBe('fraud');
  expect(listToShow(lists, 'gone')).toBe('gone');
  expect(listToShow(lists, null)).toBe('pep');
  expect(listToShow([], null)).toBeUndefined();
});
