import { describe, expect, it } from 'vitest';
import type { CaseChoices } from '../../../../src/console/people/reviews/case-state.ts';
import { shortcutHint } from '../../../../src/console/people/reviews/shortcut-hint.ts';
import type { Shortcut } from '../../../../src/console/people/reviews/shortcuts.ts';

const NOTHING: CaseChoices = {
  take: false,
  giveBack: false,
  assign: false,
  viewImages: false,
  addNote: false,
  decide: false,
  reopen: false,
};

const hint = (shortcut: Shortcut, choices: Partial<CaseChoices>, isChosen = false) =>
  shortcutHint(shortcut, { choices: { ...NOTHING, ...choices }, findings: 3, isChosen });

describe('a key of a case page', () => {
  it('that decides says to take the case first, or to choose a finding', () => {
    expect(hint({ does: 'decide' }, { take: true })).toBe('Take the case first: press t.');
    expect(hint({ does: 'choose', place: 0 }, { take: true })).toBe('Take the case first: press t.');
    expect(hint({ does: 'decide' }, {})).toBe('You cannot decide this case.');
    expect(hint({ does: 'decide' }, { decide: true })).toBe('Choose a finding first: press 1 to 3.');
    expect(hint({ does: 'decide' }, { decide: true }, true)).toBeUndefined();
  });

  it('that chooses says which findings there are', () => {
    expect(hint({ does: 'choose', place: 3 }, { decide: true })).toBe(
      'There is no such finding: press 1 to 3.',
    );
    expect(hint({ does: 'choose', place: 2 }, { decide: true })).toBeUndefined();
  });

  it.each([
    ['take', 'take'],
    ['give_back', 'giveBack'],
    ['show_images', 'viewImages'],
    ['note', 'addNote'],
  ] as const)('says that %s is not possible where it is not offered', (does, choice) => {
    expect(hint({ does }, {})).toMatch(/\.$/);
    expect(hint({ does }, { [choice]: true })).toBeUndefined();
  });

  it('shows the help everywhere', () => {
    expect(hint({ does: 'help' }, {})).toBeUndefined();
  });
});
