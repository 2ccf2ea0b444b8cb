import { sessionEventOf } from '../../../lambda/sessions/domain/session-event.ts';
import { CREATION_EVENT, type TransitionName } from '../../../lambda/sessions/domain/session-status.ts';
import {
  type AppliedTransition,
  type CreatedSession,
  type SessionFacts,
  transition,
} from '../../../lambda/sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { NOON } from './builders.ts';

/** A session as it is created, whatever its status. */
export const aCreatedSession = (session: VerificationSession): CreatedSession => ({
  session,
  event: sessionEventOf(session, CREATION_EVENT, NOON),
});

/** A transition that the session's status allows. */
export function moved(
  session: VerificationSession,
  name: TransitionName,
  facts: SessionFacts = {},
): AppliedTransition {
  const applied = transition(session, name, facts, NOON);
  if (!applied) throw new Error(`${session.id} is ${session.status} and cannot ${name}`);
  return applied;
}
