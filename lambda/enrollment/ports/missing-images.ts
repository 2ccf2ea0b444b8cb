import type { MissingReason } from '../domain/missing-reason.ts';

/** Images of enrolled users that have no face in a generation, and why. */
export interface MissingImage {
  readonly user_id: string;
  readonly image_id: string;
  readonly reason: MissingReason;
}

/**
 * What a generation lacks that is written beside the active one: found by the migration that fills it, or by an
 * enrollment meanwhile. Whoever decides by that generation does not find these users.
 */
export interface MissingImages {
  record(tenant: string, generation: string, image: MissingImage): Promise<void>;
  /** For an image that has its face by now. */
  forget(tenant: string, generation: string, imageId: string): Promise<void>;
  /** Forgets what was recorded before a moment: a new pass looks at every image again. */
  forgetBefore(tenant: string, generation: string, moment: Date): Promise<void>;
  count(tenant: string, generation: string): Promise<number>;
  list(tenant: string, generation: string, limit: number): Promise<readonly MissingImage[]>;
}
