import type { AbandonedEnrollment } from '../../../lambda/enrollment/domain/face-deletion.ts';
import type { LastInteractions } from '../../../lambda/enrollment/ports/last-interactions.ts';
import type { LivenessSession } from '../../../lambda/sessions/domain/liveness-session.ts';
import type { SessionEvent } from '../../../lambda/sessions/domain/session-event.ts';
import type { TransitionName } from '../../../lambda/sessions/domain/session-status.ts';
import { type SessionFacts, transition } from '../../../lambda/sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import type { SessionStore } from '../../../lambda/sessions/ports/session-store.ts';
import type { SessionTransitions } from '../../../lambda/sessions/ports/session-transitions.ts';
import type { StepUpProof } from '../../../lambda/step-up/domain/step-up-proof.ts';
import { InMemoryReceipts } from './in-memory-consents.ts';
import { InMemoryLockouts } from './in-memory-lockouts.ts';
import { InMemoryOpenSessions } from './in-memory-open-sessions.ts';
import { InMemoryTakeovers } from './in-memory-takeovers.ts';

/** Sessions and lockouts in maps, each call atomic, as DynamoDB's transactions are. */
export class InMemorySessionStore implements SessionStore, SessionTransitions {
  readonly sessions = new Map<string, VerificationSession>();
  readonly livenessSessions = new Map<string, LivenessSession>();

  /** Times at which users were last recognized. */
  readonly lastInteractions = new Map<string, string>();
  readonly interactions: LastInteractions = {
    get: async (tenant, userId) => this.lastInteractions.get(this.key(tenant, userId)),
  };

  /** Keeps that a user was recognized. */
  recognize(tenant: string, userId: string, at: Date): void {
    this.lastInteractions.set(this.key(tenant, userId), at.toISOString());
  }

  /** Of every step-up that was approved. */
  readonly proofs: StepUpProof[] = [];
  /** Of every transition, in order. */
  readonly events: SessionEvent[] = [];
  readonly lockouts = new InMemoryLockouts();
  readonly openSessions = new InMemoryOpenSessions();
  readonly takeovers = new InMemoryTakeovers();
  readonly receipts = new InMemoryReceipts();
  /** Gives up an enrollment, unless its claim has changed; set by the enrollments of these sessions. */
  giveUp: (abandoned: AbandonedEnrollment) => boolean = () => false;

  constructor(...sessions: readonly VerificationSession[]) {
    this.add(...sessions);
  }

  /** The session of an id, which must be there. */
  stored(tenant: string, id: string): VerificationSession {
    const session = this.sessions.get(this.key(tenant, id));
    if (!session) throw new Error(`no session ${id}`);
    return session;
  }

  create: SessionTransitions['create'] = async ({ session, event }, open, { given, standing } = {}) => {
    const key = this.key(session.tenant, session.id);
    if (standing && !this.receipts.holds(standing)) return false;
    if (this.sessions.has(key) || !this.openSessions.write(open)) return false;
    if (given && !this.receipts.write(given)) return false;
    this.sessions.set(key, session);
    this.events.push(event);
    return true;
  };

  /** Makes a transition of a stored session; undefined if its status does not allow it. */
  async move(
    tenant: string,
    id: string,
    name: TransitionName,
    facts: SessionFacts = {},
    now = new Date(),
  ): Promise<VerificationSession | undefined> {
    const applied = transition(this.stored(tenant, id), name, facts, now);
    return applied && (await this.apply(applied)) ? applied.session : undefined;
  }

  /** Adds a session as it is, whatever its status. */
  add(...sessions: readonly VerificationSession[]): void {
    for (const session of sessions) this.sessions.set(this.key(session.tenant, session.id), session);
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
      .filter((session) => filter.livemode === undefined || session.livemode === filter.livemode)
      .filter((session) => afterId === undefined || session.id < afterId)
      .sort((one, other) => other.id.localeCompare(one.id));
    const sessions = found.slice(0, limit);
    const last = sessions.at(-1);
    return found.length > limit && last ? { sessions, lastId: last.id } : { sessions };
  };

  apply: SessionTransitions['apply'] = async (applied, effects = {}) => {
    const { before, facts, removed, replacesChecks, session, event } = applied;
    const { newLivenessSession, livenessSession, lockouts = [], abandoned, interaction } = effects;
    const stored = this.stored(session.tenant, session.id);
    if (stored.status !== before.status || stored.sequence !== before.sequence) return false;
    if (newLivenessSession && this.livenessSessions.has(newLivenessSession.id)) return false;
    if (livenessSession && this.livenessSessions.get(livenessSession.id)?.status !== 'created') return false;
    if (abandoned && !this.giveUp(abandoned)) return false;
    if (!this.lockouts.write(lockouts)) return false;
    if (effects.takeover && !this.takeovers.write(effects.takeover)) return false;
    if (interaction)
      this.lastInteractions.set(this.key(interaction.tenant, interaction.user_id), interaction.at);
    if (newLivenessSession) this.livenessSessions.set(newLivenessSession.id, newLivenessSession);
    if (livenessSession) this.livenessSessions.set(livenessSession.id, livenessSession);
    const { status, sequence } = session;
    const checks = replacesChecks ? session.checks : { ...stored.checks, ...facts.checks };
    this.sessions.set(this.key(session.tenant, session.id), {
      ...(Object.fromEntries(
        Object.entries(stored).filter(([field]) => !(removed as readonly string[]).includes(field)),
      ) as VerificationSession),
      ...facts,
      checks,
      status,
      sequence,
    });
    if (effects.proof) this.proofs.push(effects.proof);
    this.events.push(event);
    return true;
  };

  setDocument: SessionStore['setDocument'] = async (tenant, id, key) => {
    const session = this.sessions.get(this.key(tenant, id));
    if (session?.status !== 'requires_input') return false;
    this.sessions.set(this.key(tenant, id), { ...session, document: { key } });
    return true;
  };

  setInterruption: SessionStore['setInterruption'] = async (tenant, id, interruption) => {
    const session = this.sessions.get(this.key(tenant, id));
    if (session?.status !== 'requires_input') return false;
    this.sessions.set(this.key(tenant, id), { ...session, interruption });
    return true;
  };

  recordCheck: SessionStore['recordCheck'] = async (tenant, id, name, check, run) => {
    const session = this.stored(tenant, id);
    if (session.runs !== run) return;
    this.sessions.set(this.key(tenant, id), { ...session, checks: { ...session.checks, [name]: check } });
  };

  /** Adds liveness sessions as they are. */
  addLiveness(...sessions: readonly LivenessSession[]): void {
    for (const session of sessions) this.livenessSessions.set(session.id, session);
  }

  getLivenessSession: SessionStore['getLivenessSession'] = async (tenant, sessionId, id) => {
    const session = this.livenessSessions.get(id);
    return session?.tenant === tenant && session.verification_session_id === sessionId ? session : undefined;
  };

  listLivenessSessions: SessionStore['listLivenessSessions'] = async (tenant, sessionId) =>
    [...this.livenessSessions.values()]
      .filter((session) => session.tenant === tenant && session.verification_session_id === sessionId)
      .sort((one, other) => one.created_at.localeCompare(other.created_at));

  private key(tenant: string, id: string): string {
    return `${tenant}#${id}`;
  }
}
