import { tokenExpiry } from '../client-sessions/domain/client-token.ts';
import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { SessionStatus } from './domain/session-status.ts';
import { statusAt } from './domain/verification-session.ts';
import type { SessionStore } from './ports/session-store.ts';

export interface RefuseClosedSessionDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Statuses of sessions that ended without a result. */
const CLOSED: readonly SessionStatus[] = ['canceled', 'expired', 'abandoned'];

/**
 * Refuses a client token whose session is over, for everything and at once. The result of a session that was
 * decided may still be read until the token expires; what would change it is refused to any caller.
 * @throws Problem `session_closed`
 */
export async function refuseClosedSession(
  { tenant, subject }: Caller,
  { sessions, clock, emit }: RefuseClosedSessionDependencies,
): Promise<void> {
  const session = await sessions.get(tenant, subject);
  const now = clock();
  const status = session && statusAt(session, now);
  if (session && status && !CLOSED.includes(status) && now < tokenExpiry(session)) return;
  emit('ClientToken', 1, { Result: 'closed' });
  throw new Problem(
    'session_closed',
    status && CLOSED.includes(status)
      ? `verification session ${subject} is ${status}, and its token ended with it; ask the backend for a new session`
      : `the result of verification session ${subject} can no longer be read by its token; ask the backend`,
  );
}
