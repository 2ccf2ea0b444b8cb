import { createHash } from 'node:crypto';

/** An entry to create, as the API takes it. */
export interface EntryRequest {
  readonly reason: { readonly code: string; readonly text?: string };
  readonly source: string;
  readonly expires_at?: string;
  readonly session_id?: string;
  readonly content_type?: 'image/jpeg' | 'image/png';
}

/** A valid line of a file of entries. */
export interface EntryLine {
  readonly line: number;
  /** Idempotency-Key of the entry: the same in every run, as long as list, line and image stay the same. */
  readonly key: string;
  readonly request: EntryRequest;
  /** The image to upload; absent when the line names a session. */
  readonly image?: EntryImage;
}

export interface EntryImage {
  readonly file: string;
  readonly sha256: string;
}

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** Returns the key of a line by its content, wherever it stands in the file. */
export const keyOf = (listId: string, request: EntryRequest, imageSha256?: string): string =>
  `watchlist-${sha256(JSON.stringify([listId, request, imageSha256 ?? null]))}`;
