import { describe, expect, it } from 'vitest';
import { SHORTCUTS, shortcutOf } from '../../../../src/console/people/reviews/shortcuts.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) =>
  shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('a key on the page of a case', () => {
  it('does what the help says', () => {
    for (const { key } of SHORTCUTS.filter(({ key: one }) => one.length === 1))
      expect(press(key), key).toBeDefined();
    expect(press('t')).toEqual({ does: 'take' });
    expect(press('3')).toEqual({ does: 'choose', place: 2 });
  });

  it('is left to the browser with another key held, and where it means nothing', () => {
    expect(press('d', { ctrlKey: true })).toBeUndefined();
    expect(press('1', { metaKey: true })).toBeUndefined();
    expect(press('n', { altKey: true })).toBeUndefined();
    expect(press('x')).toBeUndefined();
    expect(press('0')).toBeUndefined();
  });
});
