import * as z from 'zod/mini';
import type { SessionStatus } from './session-status.ts';

/** Whose open sessions are limited. */
export interface SessionOpener {
  readonly kind: 'user' | 'device';
  readonly id: string;
}

/** Statuses of a session that counts as open: the person or the workflow is at work on it. */
export const OPEN_STATUSES: readonly SessionStatus[] = ['requires_input', 'processing'];

const openSession = z.object({ id: z.string(), expires_at: z.iso.datetime() });
export type OpenSession = z.infer<typeof openSession>;

/** Sessions that an opener has begun and that may still be open, in order of creation. */
export const openSessions = z.object({
  revision: z.int().check(z.minimum(0)),
  sessions: z.array(openSession),
});
export type OpenSessions = z.infer<typeof openSessions>;

export const NO_OPEN_SESSIONS: OpenSessions = { revision: 0, sessions: [] };

/** Removes the sessions that have expired by now. */
export const unexpired = ({ revision, sessions }: OpenSessions, now: Date): OpenSessions => ({
  revision,
  sessions: sessions.filter(({ expires_at }) => Date.parse(expires_at) > now.getTime()),
});
