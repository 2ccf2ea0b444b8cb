import type { Check, CheckName } from '../../kernel/check.ts';
import type { SessionType } from '../../kernel/session-type.ts';
import type { Interruption } from '../domain/interruption.ts';
import type { LivenessSession } from '../domain/liveness-session.ts';
import type { SessionStatus } from '../domain/session-status.ts';
import type { VerificationSession } from '../domain/verification-session.ts';

export interface SessionFilter {
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly type?: SessionType;
  /** Only live sessions, or only test sessions; both if absent. */
  readonly livemode?: boolean;
}

export interface SessionPage {
  readonly sessions: readonly VerificationSession[];
  /** Id of the last session read; undefined at the end. */
  readonly lastId?: string;
}

/** Reads sessions, and records what leaves their status as it is. */
export interface SessionStore {
  get(tenant: string, id: string): Promise<VerificationSession | undefined>;
  /** Lists sessions by user or status, newest first. */
  list(tenant: string, filter: SessionFilter, limit: number, afterId?: string): Promise<SessionPage>;
  /** Returns false if the session no longer accepts a document. */
  setDocument(tenant: string, id: string, key: string): Promise<boolean>;
  /** Replaces the report of an interruption; returns false if the session does not wait for its person. */
  setInterruption(tenant: string, id: string, interruption: Interruption): Promise<boolean>;
  /**
   * Records the result of a step. A repeated step replaces it; a late result of an earlier run is dropped.
   * @param run number of the run that made it, from the second one on
   */
  recordCheck(tenant: string, id: string, name: CheckName, check: Check, run?: number): Promise<void>;
  getLivenessSession(
    tenant: string,
    sessionId: string,
    livenessSessionId: string,
  ): Promise<LivenessSession | undefined>;
  /** Lists the liveness sessions of a verification session in order of creation. */
  listLivenessSessions(tenant: string, sessionId: string): Promise<readonly LivenessSession[]>;
}
