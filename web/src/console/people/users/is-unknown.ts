/** What the API has to say about the id of a user. */
interface Readings {
  readonly countFaces: () => Promise<number>;
  readonly countSessions: () => Promise<number>;
}

/**
 * Whether nothing that the API lists is of this user: nobody is enrolled by the id, and no session is kept.
 * Each reading leaves an audit entry, so the second one is made only if the first one finds nothing.
 */
export const isUnknown = async ({ countFaces, countSessions }: Readings): Promise<boolean> =>
  (await countFaces()) === 0 && (await countSessions()) === 0;
