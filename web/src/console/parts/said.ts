/** Something that is said at the top of the page. */
export interface Said {
  readonly id: string;
  readonly text: string;
  /** What it is about: something newer about the same replaces it. */
  readonly about: string | undefined;
}

/** Older ones are gone, so that the page stays in view. */
const MAX_SHOWN = 3;

/** Returns what is shown once something is said: the newest first, and nothing that it makes untrue. */
export const withSaid = (before: readonly Said[], said: Said): readonly Said[] =>
  [said, ...before.filter(({ about }) => about === undefined || about !== said.about)].slice(0, MAX_SHOWN);
