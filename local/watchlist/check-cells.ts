import type { EntryRequest } from './entry-line.ts';

/** Columns of a file of entries. */
export const COLUMNS = ['image', 'session_id', 'reason_code', 'reason_text', 'source', 'expires_at'] as const;
export type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

/** Codes and limits of the API, which is asked only once all lines are right. */
export const REASON_CODES = [
  'confirmed_fraud',
  'suspected_fraud',
  'identity_theft',
  'legal_request',
  'other',
] as const;
const MAX_TEXT = 1_000;
const MAX_SOURCE = 200;
const MAX_SESSION_ID = 128;

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Returns what is wrong with the cells of a line, each with what to do; nothing if they are right. */
export function problemsOf(cells: Cells): readonly string[] {
  const { image = '', session_id = '', reason_code = '', reason_text = '', source = '', expires_at } = cells;
  return [
    (image === '') === (session_id === '') && 'name either an image or a session_id',
    session_id.length > MAX_SESSION_ID && `shorten session_id to ${MAX_SESSION_ID} characters`,
    !REASON_CODES.some((code) => code === reason_code) &&
      `reason_code is ${JSON.stringify(reason_code)}: use one of ${REASON_CODES.join(', ')}`,
    reason_text.length > MAX_TEXT && `shorten reason_text to ${MAX_TEXT} characters`,
    source === '' && 'say in source who reported the person, or where the image is from',
    source.length > MAX_SOURCE && `shorten source to ${MAX_SOURCE} characters`,
    expires_at && !isTime(expires_at) && 'write expires_at as a time in UTC, such as 2028-03-01T00:00:00Z',
  ].filter((problem): problem is string => typeof problem === 'string' && problem !== '');
}

/** Converts cells without problems to the request for their entry, without the type of an image. */
export const requestOf = ({
  session_id,
  reason_code = '',
  reason_text,
  source = '',
  expires_at,
}: Cells): EntryRequest => ({
  reason: { code: reason_code, ...(reason_text ? { text: reason_text } : {}) },
  source,
  ...(expires_at ? { expires_at } : {}),
  ...(session_id ? { session_id } : {}),
});

/** Days that no month has are shifted to the next one by Date, so that they come back different. */
const isTime = (text: string): boolean => {
  const time = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === text.slice(0, 19);
};
