import type { CaseChoices } from './case-state.ts';
import type { Shortcut } from './shortcuts.ts';

interface KeyPlace {
  readonly choices: CaseChoices;
  /** How many findings the case may have. */
  readonly findings: number;
  readonly isChosen: boolean;
}

/** Returns why a key does nothing as the page is, and what to do first; undefined if it does something. */
export function shortcutHint(
  shortcut: Shortcut,
  { choices, findings, isChosen }: KeyPlace,
): string | undefined {
  switch (shortcut.does) {
    case 'take':
      return choices.take ? undefined : 'You cannot take this case.';
    case 'give_back':
      return choices.giveBack ? undefined : 'You cannot give this case back.';
    case 'show_images':
      return choices.viewImages ? undefined : 'Images take the role reviewer.';
    case 'note':
      return choices.addNote ? undefined : 'This case takes no note from you.';
    case 'help':
      return undefined;
    case 'choose':
    case 'decide': {
      if (!choices.decide)
        return choices.take ? 'Take the case first: press t.' : 'You cannot decide this case.';
      const keys = findings === 1 ? 'press 1' : `press 1 to ${findings}`;
      if (shortcut.does === 'choose')
        return shortcut.place < findings ? undefined : `There is no such finding: ${keys}.`;
      return isChosen ? undefined : `Choose a finding first: ${keys}.`;
    }
  }
}
