import { type CaseReason, FINDINGS, isDeclining } from '../../kernel/case-finding.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { type AnsweredReview, answeredReview } from '../../sessions/domain/answered-review.ts';
import { questionsOfReview, type SessionFinding } from '../../sessions/domain/review.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';

/** How a simulated reviewer answers. */
export type Answer = 'accept' | 'decline' | 'same_person';

/**
 * Returns what the next simulated answer makes of a held session, by the rules of real ones: no case is
 * opened for people.
 * @returns undefined if the session waits for no answer
 */
export function simulatedReview(
  session: VerificationSession,
  answer: Answer,
  policy: Pick<VerificationPolicy, 'review'>,
  now: Date,
): AnsweredReview | undefined {
  const { review, runs: run = 1, findings = [] } = session;
  if (session.status !== 'in_review' || !review) return undefined;
  const answered = findings.filter((one) => one.run === run).map(({ question }) => question);
  const waiting = questionsOfReview(review).filter((question) => !answered.includes(question));
  const question = answer === 'same_person' ? 'possible_duplicate' : waiting[0];
  const finding = question && findingOf(question, answer);
  if (!question || !finding) return undefined;
  const decided_at = now.toISOString();
  const simulated: SessionFinding = { question, finding, case_id: caseOf(run, question), run, decided_at };
  return answeredReview(session, simulated, policy.review, now);
}

/** There is no case: the id only keeps the answers apart. */
const caseOf = (run: number, question: CaseReason): string => `simulated-${run}-${question}`;

/** Declining is not being known under another name, which has an outcome of its own. */
const findingOf = (question: CaseReason, answer: Answer) =>
  FINDINGS[question].find((finding) => {
    if (answer === 'accept') return !isDeclining(finding);
    return answer === 'same_person'
      ? finding === 'same_person'
      : isDeclining(finding) && finding !== 'same_person';
  });
