import type { AlternativeMeans } from '../kernel/alternative-path.ts';
import type { Caller } from '../kernel/caller.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { SessionType } from '../kernel/session-type.ts';
import {
  type AlternativePath,
  isByDocument,
  pathFor,
  type RequestedPath,
} from './domain/alternative-path.ts';
import { type ClientView, isDocumentReviewOffered, toClientView } from './domain/client-view.ts';
import { alsoAsking } from './domain/review.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import { type Move, type MoveSessionDependencies, moveSession } from './move-session.ts';
import { readSession, requireOpen } from './session-access.ts';

/**
 * Takes a registration to another path than the usual liveness check, while it waits for the person, or once
 * its review is overdue. A lockout keeps nobody from it, and is asked where a liveness check begins.
 * @throws Problem `not_found`, `session_expired`, `invalid_state`, `alternative_path_not_offered` or
 * `liveness_already_passed`
 */
export async function takeAlternativePath(
  caller: Caller,
  sessionId: string,
  requested: RequestedPath,
  dependencies: MoveSessionDependencies,
): Promise<ClientView> {
  const { sessions, clock, emit } = dependencies;
  const now = clock();
  let session = await readSession(sessions, caller, sessionId);
  const plan = (current: VerificationSession): Move | undefined => {
    session = current;
    return current.status === 'in_review'
      ? pathInReview(current, requested, now)
      : pathBefore(current, requested, now);
  };
  const applied = await moveSession(session, plan, dependencies);
  if (!applied) return toClientView(session, now);
  const path = applied.session.alternative_path;
  if (path && applied.session.livemode) countPath(path, emit);
  return toClientView(applied.session, now);
}

/** Counts a path that was taken. */
export const countPath = ({ reason, means }: AlternativePath, emit: EmitMetric): void =>
  emit('AlternativePathTaken', 1, { Reason: reason, Means: means });

/**
 * Returns the path of a request.
 * @param offered by the policy
 * @throws Problem `alternative_path_not_offered`
 */
export function choosePath(
  requested: RequestedPath,
  type: SessionType,
  offered: readonly AlternativeMeans[],
  now: Date,
): AlternativePath {
  const refuse = (why: string) => new Problem('alternative_path_not_offered', why);
  if (type !== 'registration')
    throw refuse(`a session of type ${type} has no other path; ask the person for another factor`);
  const path = pathFor(requested, offered, now);
  if (path) return path;
  const means = requested.means ?? `nothing for the reason ${requested.reason}`;
  throw refuse(`the policy offers ${offered.join(' and ') || 'no other path'}, and not ${means}`);
}

/** @returns undefined if the session is on that path already */
function pathBefore(session: VerificationSession, requested: RequestedPath, now: Date): Move | undefined {
  requireOpen(session, now);
  const path = choosePath(requested, session.type, session.alternative_means, now);
  if (session.alternative_path?.means === path.means) return undefined;
  // from the path without a face, no way leads back
  if (isByDocument(session))
    throw invalidState(session, 'is on the path without a face; cancel it and create another one');
  if (path.means === 'movement_challenge' && session.selfie)
    throw new Problem(
      'liveness_already_passed',
      `verification session ${session.id} has already passed its liveness check`,
    );
  return { name: 'take_alternative_path', facts: { alternative_path: path } };
}

/** @returns undefined if a document is being reviewed already */
function pathInReview(session: VerificationSession, requested: RequestedPath, now: Date): Move | undefined {
  const { review, alternative_means: offered } = session;
  // nobody is asked for a liveness check any more
  const path = choosePath(
    { ...requested, means: requested.means ?? 'document_review' },
    session.type,
    offered,
    now,
  );
  if (path.means !== 'document_review')
    throw invalidState(session, 'is in review, where only document_review is left');
  if (isByDocument(session)) return undefined;
  if (!review || !isDocumentReviewOffered(session, now))
    throw invalidState(session, `is in review until ${review?.due_at ?? 'a person has decided'}; ask later`);
  return {
    name: 'ask_for_document_review',
    facts: { alternative_path: path, review: alsoAsking(review, 'alternative_path') },
  };
}

const invalidState = ({ id }: VerificationSession, why: string): Problem =>
  new Problem('invalid_state', `verification session ${id} ${why}`);
