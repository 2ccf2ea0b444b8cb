import type { OpenSessions, SessionOpener } from '../domain/open-sessions.ts';

/** Open sessions of an opener, to be written only while they are as they were read. */
export interface OpenSessionsChange {
  readonly tenant: string;
  readonly opener: SessionOpener;
  readonly open: OpenSessions;
}

/** Reads the open sessions of users and devices, consistently. */
export interface OpenSessionsStore {
  get(tenant: string, opener: SessionOpener): Promise<OpenSessions>;
}
