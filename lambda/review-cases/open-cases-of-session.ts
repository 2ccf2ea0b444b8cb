import type { CaseReason } from '../kernel/case-finding.ts';
import { SIMILARITY_MEASURE } from '../kernel/check.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { questionsOfReview, type Review } from '../sessions/domain/review.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { CaseQuestion } from './domain/review-case.ts';
import { type OpenReviewCaseDependencies, openReviewCase } from './open-review-case.ts';

export interface OpenCasesOfSessionDependencies extends Omit<OpenReviewCaseDependencies, 'policy'> {
  readonly policyOf: PolicyOf;
  readonly sessions: Pick<SessionStore, 'get'>;
}

/**
 * Opens a case for each question that a held session waits for, or that an approved login has left.
 * Repeating it opens nothing twice, and for a session that has gone on nothing at all.
 */
export async function openCasesOfSession(
  tenant: string,
  sessionId: string,
  dependencies: OpenCasesOfSessionDependencies,
): Promise<void> {
  const session = await dependencies.sessions.get(tenant, sessionId);
  // a test session's review is decided by a simulation, and is nothing for people
  if (!session?.livemode) return;
  const { id, user_id, runs: run = 1, review } = session;
  const questions = questionsAbout(session);
  if (questions.length === 0) return;
  const deciding = { ...dependencies, policy: await dependencies.policyOf(session) };
  for (const reason of questions) {
    const question = { tenant, reason, session: { id, run, user_id }, ...evidenceFor(reason, session) };
    await openReviewCase(question, deciding, dueOf(review, dependencies.clock()));
  }
}

/** Until when the session is promised a decision; a question that joins later begins a time of its own. */
const dueOf = (review: Review | undefined, now: Date): string | undefined =>
  review?.due_at !== undefined && Date.parse(review.due_at) > now.getTime() ? review.due_at : undefined;

/** Findings that an approved login leaves to a person. */
const LEFT_AT_LOGIN = ['watchlist_hit', 'replay_suspected', 'near_copy_suspected'] as const;

/** Questions that a held session waits for, or that an approved login has left. */
function questionsAbout({ type, status, review, decision }: VerificationSession): readonly CaseReason[] {
  if (status === 'in_review') return review ? questionsOfReview(review) : [];
  const noted = type !== 'registration' && status === 'approved' ? (decision?.reason_codes ?? []) : [];
  return LEFT_AT_LOGIN.filter((reason) => noted.includes(reason));
}

/** Returns the findings of a run's checks that a question is about. */
function evidenceFor(
  reason: CaseReason,
  { checks }: VerificationSession,
): Pick<CaseQuestion, 'matches' | 'copies' | 'similarity' | 'face_model_version'> {
  if (reason === 'replay_suspected' || reason === 'near_copy_suspected')
    return { copies: checks.capture_comparison?.copies ?? [] };
  if (reason === 'match_in_band') {
    const measured = checks.face_match?.measures.find(({ name }) => name === SIMILARITY_MEASURE)?.value;
    return typeof measured === 'number' ? { similarity: measured } : {};
  }
  if (reason !== 'possible_duplicate' && reason !== 'watchlist_hit') return {};
  const search = reason === 'watchlist_hit' ? checks.watchlist_search : checks.duplicate_search;
  const { matches = [], searched_shards = [] } = search ?? {};
  const [shard] = searched_shards;
  return {
    matches,
    ...(matches.length > 0 ? { similarity: Math.max(...matches.map(({ similarity }) => similarity)) } : {}),
    ...(shard ? { face_model_version: shard.face_model_version } : {}),
  };
}
