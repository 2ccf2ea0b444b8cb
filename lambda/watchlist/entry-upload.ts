import type * as z from 'zod/mini';
import { MAX_UPLOAD_BYTES } from '../images/domain/image-rules.ts';
import type { UploadForms } from '../images/ports/upload-form.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type CreateWatchlistEntryRequest, type createdWatchlistEntry, toEntryView } from './contract.ts';
import type { WatchlistEntry } from './domain/watchlist-entry.ts';

/** Long enough to choose an image and send it over a slow network. */
const UPLOAD_LIFETIME_SECONDS = 300;

export interface EntryUploadDependencies {
  readonly forms: UploadForms;
  readonly clock: Clock;
}

/** Returns a created entry, with a form for its image that is signed for every response. */
export async function toCreatedEntry(
  entry: WatchlistEntry,
  contentType: CreateWatchlistEntryRequest['content_type'],
  { forms, clock }: EntryUploadDependencies,
): Promise<z.infer<typeof createdWatchlistEntry>> {
  const view = toEntryView(entry);
  if (contentType === undefined) return view;
  const upload = await forms.sign({
    place: { key: entry.image.key },
    contentType,
    maxBytes: MAX_UPLOAD_BYTES,
    lifetimeSeconds: UPLOAD_LIFETIME_SECONDS,
  });
  return {
    ...view,
    upload,
    max_bytes: MAX_UPLOAD_BYTES,
    upload_expires_at: new Date(clock().getTime() + UPLOAD_LIFETIME_SECONDS * 1000).toISOString(),
  };
}
