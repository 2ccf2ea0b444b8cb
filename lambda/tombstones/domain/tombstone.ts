import * as z from 'zod/mini';
import { creationTimeOf } from '../../kernel/identifier.ts';

/** Record that a user was erased: it stops what began before, and holds no id of the user. */
export const tombstone = z.object({
  tenant: z.string(),
  /** Keyed hash of the user's id. */
  subject: z.string(),
  erased_at: z.iso.datetime(),
  /** Time after which no backup holds what is older than the erasure. */
  expires_at: z.iso.datetime(),
});
export type Tombstone = z.infer<typeof tombstone>;

/** A record that came of a session or of an index job. */
export interface Source {
  /** Session or index job that it came of: the id holds when that began. */
  readonly session_id: string;
  /** Time of the record itself, for ids that hold no time. */
  readonly created_at?: string;
}

/** Returns when a source began: ISO 8601, so that times compare as text; empty if unknown. */
export const originOf = ({ session_id, created_at }: Source): string =>
  creationTimeOf(session_id)?.toISOString() ?? created_at ?? '';

/**
 * Whether an erasure stops a source: one that began before it, at the same time, or nobody knows when. What
 * begins later, with a consent of its own, is not affected.
 */
export const stops = (erasedAt: Date | undefined, source: Source): boolean =>
  erasedAt !== undefined && originOf(source) <= erasedAt.toISOString();
