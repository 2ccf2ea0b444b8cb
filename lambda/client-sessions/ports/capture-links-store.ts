import type { CaptureLinks } from '../domain/capture-link.ts';

/** The capture links of sessions, each session's in one row. */
export interface CaptureLinksStore {
  /** Reads consistently. */
  get(tenant: string, sessionId: string): Promise<CaptureLinks>;
  /** Writes links. @returns false if another writer came first, and nothing was written */
  put(tenant: string, sessionId: string, links: CaptureLinks): Promise<boolean>;
}
