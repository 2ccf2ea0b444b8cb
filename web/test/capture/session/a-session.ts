import type { Session } from '../../../src/capture/session/own-session.ts';

/** Every status of a session. */
export const STATUSES = [
  'requires_input',
  'processing',
  'in_review',
  'approved',
  'declined',
  'error',
  'canceled',
  'expired',
  'abandoned',
] as const satisfies readonly Session['status'][];

/** A session with the members that the page decides by. */
export const aSession = (
  members: Pick<Session, 'status' | 'liveness_passed' | 'document_required' | 'alternative_path'>,
): Session => members as Session;
