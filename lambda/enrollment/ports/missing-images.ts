import type { MissingReason } from '../domain/missing-reason.ts';

/** An image without a face in a generation, and why. */
export interface MissingImage {
  /** Key of the owner: the user id, or that of an entry of a watchlist. */
  readonly user_id: string;
  readonly image_id: string;
  readonly reason: MissingReason;
}

/**
 * Images without a face in a generation that is written in addition to the active one; found by the migration
 * that fills it, or by an enrollment meanwhile. A search in that generation does not find these users.
 */
export interface MissingImages {
  record(tenant: string, generation: string, image: MissingImage): Promise<void>;
  /** Removes an image that has its face by now. */
  forget(tenant: string, generation: string, imageId: string): Promise<void>;
  /** Removes what was recorded before a moment: a new pass processes every image again. */
  forgetBefore(tenant: string, generation: string, moment: Date): Promise<void>;
  count(tenant: string, generation: string): Promise<number>;
  list(tenant: string, generation: string, limit: number): Promise<readonly MissingImage[]>;
}
