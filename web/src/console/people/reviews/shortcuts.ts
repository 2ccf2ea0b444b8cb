/** What a key of a case page does. */
export type Shortcut =
  | { readonly does: 'take' | 'give_back' | 'show_images' | 'note' | 'decide' | 'help' }
  | { readonly does: 'choose'; readonly place: number };

/** Keys with what they do, as the help lists them. */
export const SHORTCUTS: readonly { readonly key: string; readonly text: string }[] = [
  { key: 't', text: 'Take the case' },
  { key: 'g', text: 'Give the case back' },
  { key: 'i', text: 'Show the images: asks for a reason first' },
  { key: '1 to 9', text: 'Choose a finding' },
  { key: 'd', text: 'Decide by the chosen finding: asks first, Enter confirms' },
  { key: 'n', text: 'Write a note' },
  { key: '?', text: 'Show or hide this list' },
];

const KEYS: Readonly<Record<string, Shortcut>> = {
  t: { does: 'take' },
  g: { does: 'give_back' },
  i: { does: 'show_images' },
  n: { does: 'note' },
  d: { does: 'decide' },
  '?': { does: 'help' },
};

/** A key as the browser reports it. */
interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Returns what a key does; undefined for another key, and for those of the browser. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey }: Pressed): Shortcut | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (/^[1-9]$/.test(key)) return { does: 'choose', place: Number(key) - 1 };
  return KEYS[key];
}
