import { expect, it } from 'vitest';
import { PowertoolsFunctions, search } from '../../../lambda/platform/member-path.ts';

it('looks up a member as JMESPath does', () => {
  const content = { a: [1] };
  expect(search('content', { key: 'k', content })).toBe(content);
  expect(search('key', { key: '' })).toBe('');
  expect(search('key', {})).toBeNull();
});

it('refuses what it does not know of the language', () => {
  for (const path of ['content.a', 'powertools_json(body)', '[key]', '@', ''])
    expect(() => search(path, {})).toThrow('only the name of a member');
  expect(Object.keys(new PowertoolsFunctions())).toEqual([]);
});
