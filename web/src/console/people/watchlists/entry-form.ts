import type { components } from '@face-idv/client';

type Request = components['schemas']['CreateWatchlistEntry'];
export type EntryReason = Request['reason']['code'];

export const ENTRY_REASONS: readonly EntryReason[] = [
  'confirmed_fraud',
  'suspected_fraud',
  'identity_theft',
  'legal_request',
  'other',
];

/** Types of images that an entry is made of. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const;

/** What an operator has entered about a face that goes on a list. */
export interface EntryForm {
  readonly from: 'session' | 'image';
  readonly sessionId: string;
  readonly image: { readonly type: string } | undefined;
  readonly code: EntryReason;
  readonly text: string;
  readonly source: string;
  /** Day, such as `2028-03-01`, from which the entry ends. @default - it has no end */
  readonly expires: string;
  /** Why it stays although the person of its session is erased. @default - it is erased as well */
  readonly legalHold: string;
}

/** Faults of a form by its fields. */
export type FormFaults = Readonly<Partial<Record<keyof EntryForm, string>>>;

/** Says what is wrong with a form. @param now milliseconds since 1970 */
export function faultsOf(form: EntryForm, now: number): FormFaults {
  const { from, sessionId, image, source, expires } = form;
  return {
    ...(from === 'session' && !/^vs_\w+$/.test(sessionId.trim())
      ? { sessionId: 'Enter the ID of a session, which begins with vs_.' }
      : {}),
    ...(from === 'image' && !image ? { image: 'Choose a JPEG or PNG that shows one face.' } : {}),
    ...(from === 'image' && image && !IMAGE_TYPES.some((type) => type === image.type)
      ? { image: 'The image must be a JPEG or PNG.' }
      : {}),
    ...(source.trim() === '' ? { source: 'Say who reported the person, or where the image is from.' } : {}),
    ...(expires !== '' && !(Date.parse(endOf(expires)) > now)
      ? { expires: 'Choose a day that is still to come, or none.' }
      : {}),
  };
}

/** Returns the request of a form without faults. */
export function requestOf(form: EntryForm): Request {
  const { from, sessionId, image, code, text, source, expires, legalHold } = form;
  return {
    reason: { code, ...(text.trim() === '' ? {} : { text: text.trim() }) },
    source: source.trim(),
    ...(expires === '' ? {} : { expires_at: endOf(expires) }),
    ...(legalHold.trim() === '' ? {} : { legal_hold: { reason: legalHold.trim() } }),
    ...(from === 'session'
      ? { session_id: sessionId.trim() }
      : { content_type: image?.type === 'image/png' ? 'image/png' : 'image/jpeg' }),
  };
}

/** Begin of a day in UTC. */
const endOf = (day: string): string => `${day}T00:00:00Z`;
