import { describe, expect, it } from 'vitest';
import { type Said, withSaid } from '../../../src/console/parts/said.ts';

const say = (...said: readonly (readonly [text: string, about?: string])[]) =>
  said
    .map(([text, about]): Said => ({ id: text, text, about }))
    .reduce<readonly Said[]>(withSaid, [])
    .map(({ text }) => text);

describe('what is said at the top of the page', () => {
  it('is replaced by what is said later about the same', () => {
    expect(say(['You work on the case.', 'case rc_1'], ['It is decided.', 'case rc_1'])).toEqual([
      'It is decided.',
    ]);
    expect(say(['You work on the case.', 'case rc_1'], ['It is decided.', 'case rc_2'])).toHaveLength(2);
  });

  it('stays while other things are said, the newest first, up to three', () => {
    expect(say(['one'], ['two', 'case rc_1'], ['three'], ['four'])).toEqual(['four', 'three', 'two']);
  });
});
