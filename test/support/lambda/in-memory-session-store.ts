import type { LivenessSession } from '../../../lambda/sessions/domain/liveness-session.ts';
import { type SessionStatus, TRANSITIONS } from '../../../lambda/sessions/domain/session-status.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import type { SessionStore } from '../../../lambda/sessions/ports/session-store.ts';

/** Sessions in a map, each call atomic, as DynamoDB's conditional writes are. */
export class InMemorySessionStore implements SessionStore {
  readonly sessions = new Map<string, VerificationSession>();
  readonly livenessSessions = new Map<string, LivenessSession>();

  constructor(...sessions: readonly VerificationSession[]) {
    for (const session of sessions) this.sessions.set(this.key(session.tenant, session.id), session);
  }

  /** The session of an id, which must be there. */
  stored(tenant: string, id: string): VerificationSession {
    const session = this.sessions.get(this.key(tenant, id));
    if (!session) throw new Error(`no session ${id}`);
    return session;
  }

  async create(session: VerificationSession): Promise<void> {
    const key = this.key(session.tenant, session.id);
    if (this.sessions.has(key)) throw new Error(`session ${session.id} exists`);
    this.sessions.set(key, session);
  }

  async get(tenant: string, id: string): Promise<VerificationSession | undefined> {
    return this.sessions.get(this.key(tenant, id));
  }

  list: SessionStore['list'] = async (tenant, filter, limit, afterId) => {
    const found = [...this.sessions.values()]
      .filter((session) => session.tenant === tenant)
      .filter((session) => filter.userId === undefined || session.user_id === filter.userId)
      .filter((session) => filter.status === undefined || session.status === filter.status)
      .filter((session) => filter.type === undefined || session.type === filter.type)
      .filter((session) => afterId === undefined || session.id < afterId)
      .sort((one, other) => other.id.localeCompare(one.id));
    const sessions = found.slice(0, limit);
    const last = sessions.at(-1);
    return found.length > limit && last ? { sessions, lastId: last.id } : { sessions };
  };

  transition: SessionStore['transition'] = async (tenant, id, name, changes) => {
    const session = this.sessions.get(this.key(tenant, id));
    const from: readonly SessionStatus[] = TRANSITIONS[name].from;
    if (!session || !from.includes(session.status)) return undefined;
    const moved = { ...session, ...changes, status: TRANSITIONS[name].to };
    this.sessions.set(this.key(tenant, id), moved);
    return moved;
  };

  setDocument: SessionStore['setDocument'] = async (tenant, id, key) => {
    const session = this.sessions.get(this.key(tenant, id));
    if (session?.status !== 'requires_input') return false;
    this.sessions.set(this.key(tenant, id), { ...session, document: { key } });
    return true;
  };

  recordCheck: SessionStore['recordCheck'] = async (tenant, id, name, check) => {
    const session = this.stored(tenant, id);
    this.sessions.set(this.key(tenant, id), { ...session, checks: { ...session.checks, [name]: check } });
  };

  createLivenessSession: SessionStore['createLivenessSession'] = async (session) => {
    this.livenessSessions.set(session.id, session);
  };

  getLivenessSession: SessionStore['getLivenessSession'] = async (tenant, sessionId, id) => {
    const session = this.livenessSessions.get(id);
    return session?.tenant === tenant && session.verification_session_id === sessionId ? session : undefined;
  };

  listLivenessSessions: SessionStore['listLivenessSessions'] = async (tenant, sessionId) =>
    [...this.livenessSessions.values()]
      .filter((session) => session.tenant === tenant && session.verification_session_id === sessionId)
      .sort((one, other) => one.created_at.localeCompare(other.created_at));

  consumeLivenessSession: SessionStore['consumeLivenessSession'] = async (outcome) => {
    const { livenessSession, session, failuresBefore } = outcome;
    const stored = this.stored(session.tenant, session.id);
    if (this.livenessSessions.get(livenessSession.id)?.status !== 'created') return false;
    if (stored.status !== 'requires_input' || stored.selfie) return false;
    if (stored.liveness_failures !== failuresBefore) return false;
    this.livenessSessions.set(livenessSession.id, livenessSession);
    this.sessions.set(this.key(session.tenant, session.id), session);
    return true;
  };

  private key(tenant: string, id: string): string {
    return `${tenant}#${id}`;
  }
}
