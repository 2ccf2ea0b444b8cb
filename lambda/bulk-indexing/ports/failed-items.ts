/** An item of an index job that failed after all retries. Never contains an image or a score. */
export interface FailedItem {
  readonly tenant: string;
  readonly job_id: string;
  readonly row: number;
  readonly user_id: string;
  readonly image_key: string;
  /** Name of the error. */
  readonly error: string;
}

/** Stores failed items for a person. */
export interface FailedItems {
  setAside(item: FailedItem): Promise<void>;
}
