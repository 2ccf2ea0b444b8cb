import type { Check, CheckName } from '../../kernel/check.ts';
import type { LivenessSession } from '../domain/liveness-session.ts';
import type { SessionStatus, TransitionName } from '../domain/session-status.ts';
import type { SessionType, VerificationSession } from '../domain/verification-session.ts';

export interface SessionFilter {
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly type?: SessionType;
}

export interface SessionPage {
  readonly sessions: readonly VerificationSession[];
  /** Id of the last session read; undefined at the end. */
  readonly lastId?: string;
}

/** Fields that a transition may write. */
export type SessionChanges = Partial<
  Pick<VerificationSession, 'submitted_at' | 'document' | 'decision' | 'review' | 'runs' | 'resumed_at'>
>;

/** Result of a liveness check, written to liveness session and verification session in one transaction. */
export interface LivenessOutcome {
  readonly livenessSession: LivenessSession;
  /** The changed verification session; `failuresBefore` is its previous `liveness_failures`. */
  readonly session: VerificationSession;
  readonly failuresBefore: number;
}

export interface SessionStore {
  create(session: VerificationSession): Promise<void>;
  get(tenant: string, id: string): Promise<VerificationSession | undefined>;
  /** Lists sessions by user or status, newest first. */
  list(tenant: string, filter: SessionFilter, limit: number, afterId?: string): Promise<SessionPage>;
  /** Changes the status and returns the session; undefined if its status does not allow the change. */
  transition(
    tenant: string,
    id: string,
    transition: TransitionName,
    changes: SessionChanges,
  ): Promise<VerificationSession | undefined>;
  /** Returns false if the session no longer accepts a document. */
  setDocument(tenant: string, id: string, key: string): Promise<boolean>;
  /** Records the result of a step; a repeated step replaces it. */
  recordCheck(tenant: string, id: string, name: CheckName, check: Check): Promise<void>;
  createLivenessSession(livenessSession: LivenessSession): Promise<void>;
  getLivenessSession(
    tenant: string,
    sessionId: string,
    livenessSessionId: string,
  ): Promise<LivenessSession | undefined>;
  /** Lists the liveness sessions of a verification session in order of creation. */
  listLivenessSessions(tenant: string, sessionId: string): Promise<readonly LivenessSession[]>;
  /** Consumes the liveness session, once; returns false if it was consumed or the session has changed. */
  consumeLivenessSession(outcome: LivenessOutcome): Promise<boolean>;
}
