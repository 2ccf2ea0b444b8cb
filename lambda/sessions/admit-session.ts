import type { VerificationPolicy } from '../kernel/policy.ts';
import { Problem } from '../kernel/problem.ts';
import { isByDocument } from './domain/alternative-path.ts';
import { OPEN_STATUSES, type OpenSessions, type SessionOpener, unexpired } from './domain/open-sessions.ts';
import { statusAt, type VerificationSession } from './domain/verification-session.ts';
import type { OpenSessionsChange, OpenSessionsStore } from './ports/open-sessions-store.ts';
import type { SessionStore } from './ports/session-store.ts';

export interface AdmitSessionDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly openSessions: OpenSessionsStore;
  readonly policy: Pick<VerificationPolicy, 'abuse'>;
}

type NewSession = Pick<VerificationSession, 'id' | 'tenant' | 'user_id' | 'device_id' | 'expires_at'>;

/**
 * Counts a session among the open ones of its user and its device, or refuses it: nobody prepares sessions
 * for after a lockout, or has more decided at once than it takes to be locked out.
 * @returns what is to be written together with the session, so that a burst cannot pass the limit
 * @throws Problem `too_many_open_sessions`
 */
export async function admitSession(
  session: NewSession,
  now: Date,
  dependencies: AdmitSessionDependencies,
): Promise<readonly OpenSessionsChange[]> {
  const { user_id, device_id } = session;
  const { user, device } = dependencies.policy.abuse.max_open_sessions;
  return Promise.all([
    admit(session, { kind: 'user', id: user_id }, user, now, dependencies),
    ...(device_id === undefined
      ? []
      : [admit(session, { kind: 'device', id: device_id }, device, now, dependencies)]),
  ]);
}

async function admit(
  { id, tenant, expires_at }: NewSession,
  opener: SessionOpener,
  limit: number,
  now: Date,
  { sessions, openSessions }: AdmitSessionDependencies,
): Promise<OpenSessionsChange> {
  const begun = unexpired(await openSessions.get(tenant, opener), now);
  // closing a session leaves the row as it is, so only a full one is compared with the sessions themselves
  const open = begun.sessions.length < limit ? begun : await withoutClosed(tenant, begun, now, sessions);
  const [oldest] = open.sessions;
  if (oldest && open.sessions.length >= limit)
    throw new Problem(
      'too_many_open_sessions',
      `${opener.kind} ${opener.id} has ${open.sessions.length} open sessions, the most that are allowed; finish or cancel one`,
      { retry_after_seconds: Math.ceil((Date.parse(oldest.expires_at) - now.getTime()) / 1000) },
    );
  return { tenant, opener, open: { ...open, sessions: [...open.sessions, { id, expires_at }] } };
}

/** Without a face, nothing but this limit keeps a person from asking for one review after another. */
const isOpen = (session: VerificationSession, now: Date): boolean => {
  const status = statusAt(session, now);
  return OPEN_STATUSES.includes(status) || (status === 'in_review' && isByDocument(session));
};

async function withoutClosed(
  tenant: string,
  begun: OpenSessions,
  now: Date,
  sessions: Pick<SessionStore, 'get'>,
): Promise<OpenSessions> {
  const found = await Promise.all(begun.sessions.map(({ id }) => sessions.get(tenant, id)));
  return {
    ...begun,
    sessions: begun.sessions.filter((_, index) => {
      const session = found[index];
      return session !== undefined && isOpen(session, now);
    }),
  };
}
