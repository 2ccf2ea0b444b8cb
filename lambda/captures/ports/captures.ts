import type { CaptureOwner, SimilarCapture } from '../domain/captured-picture.ts';
import type { HashBand } from '../domain/perceptual-hash.ts';

/** Hashes of the pictures of passed liveness checks, until the sessions that had them are deleted. */
export interface Captures {
  /**
   * Keeps the hash of a picture for the first session that has it; repeating it changes nothing.
   * @param sha256 lowercase hex SHA-256 of its bytes
   * @returns another session that had it first; undefined if there is none
   */
  keepEqual(
    tenant: string,
    sha256: string,
    owner: CaptureOwner,
    now: Date,
  ): Promise<CaptureOwner | undefined>;
  /** Keeps one band of a picture's hash for a session, beside those of others. */
  keepBand(tenant: string, band: HashBand, capture: SimilarCapture): Promise<void>;
  /** Reads the newest captures with the same band, as many as are compared. */
  listOfBand(tenant: string, band: HashBand, now: Date): Promise<readonly SimilarCapture[]>;
}
