import type { FaceDeletion } from '../domain/face-deletion.ts';

/** Requested deletions, kept until they are done. */
export interface FaceDeletions {
  get(tenant: string, id: string): Promise<FaceDeletion | undefined>;
  /** Lists deletions that were requested before a time, those of the oldest sessions. */
  listBefore(tenant: string, time: Date, limit: number): Promise<readonly FaceDeletion[]>;
  remove(deletion: FaceDeletion): Promise<void>;
}
