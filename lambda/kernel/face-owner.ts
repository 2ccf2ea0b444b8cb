import * as z from 'zod/mini';

const userOwner = z.object({
  // rows and messages of before there were watchlists name a user only
  kind: z._default(z.literal('user'), 'user'),
  user_id: z.string().check(z.minLength(1)),
});
const watchlistOwner = z.object({
  kind: z.literal('watchlist'),
  list_id: z.string().check(z.minLength(1)),
  entry_id: z.string().check(z.minLength(1)),
});

/** The owner of a face: an enrolled user, or an entry of a watchlist. */
export const faceOwner = z.union([watchlistOwner, userOwner]);
export type FaceOwner = z.infer<typeof faceOwner>;
export type UserOwner = z.infer<typeof userOwner>;
export type WatchlistOwner = z.infer<typeof watchlistOwner>;

/** The owner who is this user. */
export const userOwnerOf = (user_id: string): UserOwner => ({ kind: 'user', user_id });

/** Returns the owner alone, of a row or message that holds more. */
export const ownerOf = (owner: FaceOwner): FaceOwner =>
  owner.kind === 'user'
    ? userOwnerOf(owner.user_id)
    : { kind: 'watchlist', list_id: owner.list_id, entry_id: owner.entry_id };

/** Separates the parts of a key; no user id, list id or entry id contains it. */
const SEPARATOR = '#';

/**
 * The owner in one text, for keys and attributes of rows. That of a user is the user id itself, so that rows
 * of before there were watchlists are a user's.
 */
export const ownerKey = (owner: FaceOwner): string =>
  owner.kind === 'user' ? owner.user_id : ['watchlist', owner.list_id, owner.entry_id].join(SEPARATOR);

/** Reads what {@link ownerKey} wrote. */
export function parseOwnerKey(key: string): FaceOwner {
  const [kind, list_id, entry_id] = key.split(SEPARATOR);
  return kind === 'watchlist' && list_id !== undefined && entry_id !== undefined
    ? { kind, list_id, entry_id }
    : userOwnerOf(key);
}
