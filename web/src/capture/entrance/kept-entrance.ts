import * as z from 'zod/mini';
import { OWN_TYPES, type OwnType } from './address.ts';

/** Where the person was, beyond what the session knows. */
const keptPlace = z.object({
  /** Whether they have read the consent text on this page, and agree. */
  agreed: z.boolean(),
  /** Whether they have gone on with a phone, which this page follows. */
  handedOff: z.boolean(),
});
export type KeptPlace = z.infer<typeof keptPlace>;

const place = z.optional(keptPlace);
const keptEntrance = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('client'), token: z.string(), linked: z.boolean(), place }),
  z.object({ kind: z.literal('person'), sessionId: z.string(), type: z.enum(OWN_TYPES), place }),
]);

/** How the page came to its session: by a token of the session, or by a person who has signed in. */
export type KeptEntrance = z.infer<typeof keptEntrance>;

const NAME = 'face-idv.capture';
const DEVICE = 'face-idv.device';

/** Where something is kept; a browser that blocks it throws as soon as it is named. */
type Storing = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Keeps the entrance until the tab is closed, so that a reload goes on where the person was; where the browser
 * keeps nothing, a reload begins anew.
 */
export const keepEntrance = (entrance: KeptEntrance, storage: Storing = () => sessionStorage): void =>
  tried(() => storage().setItem(NAME, JSON.stringify(entrance)));

/** Keeps where the person is, with the entrance: another entrance, or none, has no place. */
export function keepPlace(at: KeptPlace, storage?: Storing): void {
  const kept = keptEntranceOf(storage);
  if (kept) keepEntrance({ ...kept, place: at }, storage);
}

export const forgetEntrance = (storage: Storing = () => sessionStorage): void =>
  tried(() => storage().removeItem(NAME));

/** Returns the entrance that was kept, or nothing, such as after another release has written it. */
export const keptEntranceOf = (storage: Storing = () => sessionStorage): KeptEntrance | undefined =>
  tried(() => keptEntrance.parse(JSON.parse(storage().getItem(NAME) ?? '')));

/**
 * Returns the entrance that was kept, if it fits what the address asks for.
 * @param type that a person who signs in asks for; undefined if the address leaves it open
 */
export function keptEntranceFor(type: OwnType | undefined, storage?: Storing): KeptEntrance | undefined {
  const kept = keptEntranceOf(storage);
  if (type === undefined) return kept;
  return kept?.kind === 'person' && kept.type === type ? kept : undefined;
}

/** Returns a random id of this browser, by which failed checks are counted. */
export function deviceId(
  storage: Storing = () => localStorage,
  newId: () => string = () => crypto.randomUUID(),
): string {
  const known = tried(() => storage().getItem(DEVICE));
  if (known) return known;
  const id = newId();
  tried(() => storage().setItem(DEVICE, id));
  return id;
}

function tried<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
