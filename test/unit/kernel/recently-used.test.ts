import { describe, expect, it } from 'vitest';
import { recentlyUsed } from '../../../lambda/kernel/recently-used.ts';

describe('what is kept for the keys used last', () => {
  it('goes when more keys have been used since', () => {
    let made = 0;
    const of = recentlyUsed(2, (key) => `${key}${++made}`);
    const used = ['a', 'b', 'a', 'c', 'a', 'b'].map(of);
    expect(used).toEqual(['a1', 'b2', 'a1', 'c3', 'a1', 'b4']);
  });

  it('keeps as many as it may, and not one more', () => {
    let made = 0;
    const of = recentlyUsed(3, () => ++made);
    for (const key of ['a', 'b', 'c', 'a', 'b', 'c']) of(key);
    expect(made).toBe(3);
    of('d');
    of('a');
    expect(made).toBe(5);
  });
});
