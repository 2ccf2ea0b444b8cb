/**
 * Returns the list that is shown: the one that a link asks for, even if there is none by that name any more,
 * or the first. @returns undefined if there is no list at all
 */
export const listToShow = (
  lists: readonly { readonly id: string }[],
  asked: string | null,
): string | undefined => asked ?? lists[0]?.id;
