import type { ReviewCase } from './review-case.ts';

/** A person of a case, with the sessions that the case itself names. */
export interface CasePerson {
  readonly userId: string;
  readonly sessionIds: readonly string[];
}

/** An entry of a watchlist that was found. */
export interface CaseEntry {
  readonly list_id: string;
  readonly entry_id: string;
}

/** The watchlist entries of a case, each once, the most similar first; as many as people at most. */
export function entriesOf({ matches = [] }: Pick<ReviewCase, 'matches'>): readonly CaseEntry[] {
  const found = [...matches].sort((one, other) => other.similarity - one.similarity);
  const entries = new Map<string, CaseEntry>();
  for (const { list_id, entry_id } of found)
    if (list_id !== undefined && entry_id !== undefined)
      entries.set(`${list_id} ${entry_id}`, { list_id, entry_id });
  return [...entries.values()].slice(0, MAX_OTHERS);
}

/** People whose faces are shown beside that of a session, the most similar first. */
export const MAX_OTHERS = 10;

/**
 * The people of a case: its two users, or the user of its session and those who were found. A capture of
 * another session may be the same user's.
 */
export function peopleOf({ users, session, matches = [], copies = [] }: ReviewCase): readonly CasePerson[] {
  if (users) return users.map(({ user_id, session_id }) => ({ userId: user_id, sessionIds: [session_id] }));
  if (!session) return [];
  const found = [...matches].sort((one, other) => other.similarity - one.similarity);
  const others = new Set(found.flatMap(({ user_id }) => user_id ?? []));
  for (const { user_id } of copies) others.add(user_id);
  others.delete(session.user_id);
  const copiedOf = (userId: string) =>
    copies.flatMap(({ user_id, session_id }) => (user_id === userId ? [session_id] : []));
  return [
    { userId: session.user_id, sessionIds: [session.id, ...copiedOf(session.user_id)] },
    ...[...others].slice(0, MAX_OTHERS).map((userId) => ({ userId, sessionIds: copiedOf(userId) })),
  ];
}
