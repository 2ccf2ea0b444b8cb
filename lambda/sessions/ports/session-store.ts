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
  /** Id of the last session looked at; undefined at the end. */
  readonly lastId?: string;
}

/** Fields that a transition may write along. */
export type SessionChanges = Partial<
  Pick<VerificationSession, 'submitted_at' | 'document' | 'decision' | 'review' | 'runs' | 'resumed_at'>
>;

/** Result of a liveness check, written to the liveness session and the verification session as one. */
export interface LivenessOutcome {
  readonly livenessSession: LivenessSession;
  /** The verification session as it will be; its `liveness_failures` before are `failuresBefore`. */
  readonly session: VerificationSession;
  readonly failuresBefore: number;
}

export interface SessionStore {
  create(session: VerificationSession): Promise<void>;
  get(tenant: string, id: string): Promise<VerificationSession | undefined>;
  /** Newest first, by user or by status. */
  list(tenant: string, filter: SessionFilter, limit: number, afterId?: string): Promise<SessionPage>;
  /** The session after the change of status; undefined where its status does not allow the change. */
  transition(
    tenant: string,
    id: string,
    transition: TransitionName,
    changes: SessionChanges,
  ): Promise<VerificationSession | undefined>;
  /** False where the session no longer takes a document. */
  setDocument(tenant: string, id: string, key: string): Promise<boolean>;
  /** Tells the result of a step; a step that runs again replaces its result. */
  recordCheck(tenant: string, id: string, name: CheckName, check: Check): Promise<void>;
  createLivenessSession(livenessSession: LivenessSession): Promise<void>;
  getLivenessSession(
    tenant: string,
    sessionId: string,
    livenessSessionId: string,
  ): Promise<LivenessSession | undefined>;
  /** Every liveness session of a verification session, in the order in which they were created. */
  listLivenessSessions(tenant: string, sessionId: string): Promise<readonly LivenessSession[]>;
  /** Uses up the liveness session, once; false where it is used up or the session has moved on. */
  consumeLivenessSession(outcome: LivenessOutcome): Promise<boolean>;
}
