import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { invalidRequest } from '../kernel/problem.ts';
import type { ListVerificationSessionsQuery, VerificationSessionPage } from './contract.ts';
import { toClientView } from './domain/client-view.ts';
import type { SessionStore } from './ports/session-store.ts';

export interface ListVerificationSessionsDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
}

/**
 * Lists live sessions, or test sessions if the caller asks for them, by user or status, newest first.
 * @throws Problem `invalid_request` if neither is given
 */
export async function listVerificationSessions(
  caller: Caller,
  query: ListVerificationSessionsQuery,
  { sessions, clock }: ListVerificationSessionsDependencies,
): Promise<VerificationSessionPage> {
  const { status, user_id, type, livemode, limit, cursor } = query;
  if (status === undefined && user_id === undefined)
    throw invalidRequest('status', 'specify status or user_id');
  const page = await sessions.list(
    caller.tenant,
    {
      livemode: livemode !== 'false',
      ...(status !== undefined ? { status } : {}),
      ...(user_id !== undefined ? { userId: user_id } : {}),
      ...(type !== undefined ? { type } : {}),
    },
    limit,
    cursor,
  );
  const now = clock();
  return toPage(
    page.sessions.map((session) => toClientView(session, now)),
    page.lastId,
  );
}
