/** An item of an index job that met a fault after all retries. Never holds an image or a score. */
export interface FailedItem {
  readonly tenant: string;
  readonly job_id: string;
  readonly row: number;
  readonly user_id: string;
  readonly image_key: string;
  /** Name of the error. */
  readonly error: string;
}

/** Where failed items wait for a person. */
export interface FailedItems {
  setAside(item: FailedItem): Promise<void>;
}
