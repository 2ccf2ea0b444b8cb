import * as z from 'zod/mini';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { storedReasonCode } from '../kernel/reason-code.ts';
import { entryReasonCode, entryState, type WatchlistEntry } from './domain/watchlist-entry.ts';

/** Longest free text of an entry. */
const MAX_TEXT = 1_000;
/** Longest name of a source. */
const MAX_SOURCE = 200;

const entryReason = z.object({
  code: entryReasonCode,
  text: z.optional(z.string().check(z.minLength(1), z.maxLength(MAX_TEXT))),
});

export const createWatchlistEntryRequest = z
  .strictObject({
    reason: entryReason.check(z.describe('Why the face is on the list.')),
    source: z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(MAX_SOURCE),
        z.describe('Who reported the person, or where the image is from.'),
      ),
    expires_at: z
      .optional(z.iso.datetime())
      .check(
        z.describe('From then on the entry is not searched, and its face is deleted. Omit it for no end.'),
      ),
    legal_hold: z
      .optional(z.strictObject({ reason: z.string().check(z.minLength(1), z.maxLength(MAX_SOURCE)) }))
      .check(z.describe('Why the entry stays although the person of its session is erased.')),
    session_id: z
      .optional(z.string().check(z.minLength(1), z.maxLength(128)))
      .check(z.describe('Session whose selfie shows the face; omit it to upload an image.')),
    content_type: z
      .optional(z.enum(['image/jpeg', 'image/png']))
      .check(z.describe('Type of the image to upload, if there is no session.')),
  })
  .check(
    z.refine(({ session_id, content_type }) => (session_id === undefined) !== (content_type === undefined), {
      error: 'name either session_id or content_type: the selfie of a session, or an image to upload',
      path: ['session_id'],
    }),
  )
  .register(z.globalRegistry, { id: 'CreateWatchlistEntry' });
export type CreateWatchlistEntryRequest = z.infer<typeof createWatchlistEntryRequest>;

export const watchlistEntryView = z
  .object({
    id: z.string(),
    list_id: z.string(),
    state: entryState.check(
      z.describe(
        '`pending`: complete it once its image is uploaded; `active`: searched; `rejected`: the image shows no usable face; `removing`: its face is being deleted.',
      ),
    ),
    reason: entryReason,
    source: z.string(),
    expires_at: z.optional(z.iso.datetime()),
    legal_hold: z.optional(z.object({ reason: z.string() })),
    added_by: z.string(),
    added_at: z.iso.datetime(),
    session_id: z.optional(z.string()),
    rejected_for: z.optional(z.array(storedReasonCode)),
  })
  .register(z.globalRegistry, { id: 'WatchlistEntry' });
export type WatchlistEntryView = z.infer<typeof watchlistEntryView>;

export const createdWatchlistEntry = z
  .extend(watchlistEntryView, {
    upload: z
      .optional(z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }))
      .check(z.describe('Form to post the image to: first all fields, then the file. Absent for a session.')),
    max_bytes: z.optional(z.int()),
    upload_expires_at: z.optional(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: 'CreatedWatchlistEntry' });

export const watchlistList = z
  .object({
    data: z.array(
      z
        .object({ id: z.string().check(z.describe('The part of the paths of its entries.')) })
        .register(z.globalRegistry, { id: 'Watchlist' }),
    ),
  })
  .register(z.globalRegistry, { id: 'WatchlistList' });

export const listWatchlistEntriesQuery = z.strictObject(pageQuery(ID_PREFIXES.watchlistEntry));
export type ListWatchlistEntriesQuery = z.infer<typeof listWatchlistEntriesQuery>;

export const watchlistEntryPage = z
  .object({ data: z.array(watchlistEntryView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'WatchlistEntryPage' });

/** An entry as operators see it, without its image and how it is kept. */
export const toEntryView = ({
  tenant: _tenant,
  image: _image,
  planned: _planned,
  revision: _revision,
  due_at: _due,
  ...view
}: WatchlistEntry): WatchlistEntryView => view;
