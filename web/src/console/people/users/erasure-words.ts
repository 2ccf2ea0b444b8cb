import type { components } from '@face-idv/client';

export type Erasure = components['schemas']['ErasureRequest'];
export type Store = Erasure['steps'][number]['store'];

/** What each store holds, in the order in which they are erased. */
export const STORES: Readonly<Record<Store, string>> = {
  open_sessions: 'Sessions that wait, run or are reviewed',
  open_enrollments: 'Enrollments under way of index jobs',
  face_deletions: 'Faces that wait to be deleted',
  faces: 'Faces in every collection',
  user_vectors: 'User vectors',
  watchlist_entries: 'Watchlist entries made of the user',
  replicas: 'Faces in the second region',
  enrolled_images: 'Images of enrolled faces',
  uploaded_originals: 'Images given to index jobs',
  evidence: 'Selfies, documents and audit images',
  indexed_rows: 'Captures, cases, events and other rows',
  session_rows: 'Sessions with their checks',
  user_rows: 'Claims, enrollments, lockouts and pairs',
};

const CAUSES: Readonly<Record<Erasure['cause'], string>> = {
  operator: 'An operator',
  backend: 'Your backend',
  consent_withdrawn: 'A withdrawn consent',
};

export const causeText = ({ cause }: Pick<Erasure, 'cause'>): string => CAUSES[cause];

/** Returns the share of stores that have confirmed that nothing is left, in percent. */
export const confirmedPercent = ({ steps }: Pick<Erasure, 'steps'>): number =>
  steps.length === 0
    ? 0
    : Math.round((100 * steps.filter(({ state }) => state === 'confirmed').length) / steps.length);

/**
 * Reads what a receipt says. The page shows it; whoever relies on it verifies its signature.
 * @returns undefined if it is not a JWT
 */
export function claimsOf(receipt: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload] = receipt.split('.');
  if (payload === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
      one.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
