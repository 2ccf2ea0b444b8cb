/** A version of an image, or the marker that hides the versions before it. */
export interface ImageVersion {
  readonly key: string;
  readonly version_id: string;
}

/** Finds and deletes images with everything that a bucket keeps of them. */
export interface ImageErasure {
  /** Lists all versions and delete markers of the keys with a prefix. */
  list(prefix: string): Promise<readonly ImageVersion[]>;
  /** Deletes versions for good; one that is gone counts as deleted. */
  delete(versions: readonly ImageVersion[]): Promise<void>;
}
