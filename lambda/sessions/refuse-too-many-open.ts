import type { VerificationPolicy } from '../kernel/policy.ts';
import { Problem } from '../kernel/problem.ts';
import { statusAt } from './domain/verification-session.ts';
import type { SessionFilter, SessionStore } from './ports/session-store.ts';

const MINUTE_MS = 60_000;

interface Opener {
  readonly tenant: string;
  readonly user_id: string;
  readonly device_id?: string | undefined;
}

/**
 * Refuses another session for a user or a device with as many open ones as the policy allows, so that nobody
 * prepares sessions for after a lockout. The index is eventually consistent, so a burst may open a few more;
 * the lockout itself is asked again when they are used.
 * @throws Problem `too_many_open_sessions`
 */
export async function refuseTooManyOpen(
  { tenant, user_id, device_id }: Opener,
  now: Date,
  {
    sessions,
    policy,
  }: { readonly sessions: Pick<SessionStore, 'list'>; readonly policy: VerificationPolicy },
): Promise<void> {
  const { user, device } = policy.abuse.max_open_sessions;
  const since = new Date(now.getTime() - policy.session_lifetime_minutes * MINUTE_MS);
  const refuse = async (name: string, filter: SessionFilter, limit: number) => {
    const page = await sessions.list(tenant, { ...filter, status: 'requires_input', since }, limit);
    const open = page.sessions.filter((session) => statusAt(session, now) === 'requires_input');
    const oldest = open.at(-1);
    if (!oldest || open.length < limit) return;
    throw new Problem(
      'too_many_open_sessions',
      `${name} has ${open.length} open sessions, the most that are allowed; finish or cancel one`,
      { retry_after_seconds: Math.ceil((Date.parse(oldest.expires_at) - now.getTime()) / 1000) },
    );
  };
  await Promise.all([
    refuse(`user ${user_id}`, { userId: user_id }, user),
    device_id === undefined ? undefined : refuse(`device ${device_id}`, { deviceId: device_id }, device),
  ]);
}
