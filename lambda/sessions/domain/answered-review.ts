import { isDeclining } from '../../kernel/case-finding.ts';
import { approvedByDocument, declinedByReviewer } from '../../kernel/decision.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { questionsOfReview, type SessionFinding } from './review.ts';
import type { SessionFacts } from './session-transition.ts';
import type { VerificationSession } from './verification-session.ts';

/** The transition to which an answer leads. */
export interface AnsweredReview {
  readonly name: 'reject' | 'resume' | 'record_finding' | 'accept_document';
  readonly facts: SessionFacts;
}

/**
 * Returns what the answer of a case makes of a held session: one that declines ends it, and the last of
 * several that continue it begins another run. It approves nothing: the next run does, with all its checks.
 * Only on the path without a face, where no run comes, does an accepted document approve the session,
 * together with the last answer to its other questions, and nobody is enrolled.
 * @returns undefined if the session does not wait for this answer any more
 */
export function answeredReview(
  session: VerificationSession,
  answer: SessionFinding,
  { same_person }: Pick<VerificationPolicy['review'], 'same_person'>,
  now: Date,
): AnsweredReview | undefined {
  const { review } = session;
  if (!review || !waitsFor(session, answer)) return undefined;
  const findings = [...withoutCase(session, answer.case_id), answer];
  if (isDeclining(answer.finding)) {
    const linked = answer.finding === 'same_person' && same_person === 'link';
    const decision = declinedByReviewer(linked ? ['existing_account'] : review.reason_codes, now);
    return { name: 'reject', facts: { findings, decision } };
  }
  const answered = findings.filter(({ run }) => run === answer.run).map(({ question }) => question);
  const isComplete = questionsOfReview(review).every((question) => answered.includes(question));
  if (!isComplete) return { name: 'record_finding', facts: { findings } };
  return findings.some(({ run, finding }) => run === answer.run && finding === 'accept_document')
    ? { name: 'accept_document', facts: { findings, decision: approvedByDocument(now) } }
    : { name: 'resume', facts: { findings } };
}

/**
 * Returns what a case that is reopened takes back: its answer, while the session waits for others.
 * @returns undefined if the session has gone on, which nothing takes back
 */
export function withdrawnAnswer(session: VerificationSession, caseId: string): AnsweredReview | undefined {
  const { status, findings = [] } = session;
  const kept = withoutCase(session, caseId);
  if (status !== 'in_review' || kept.length === findings.length) return undefined;
  return { name: 'record_finding', facts: { findings: kept } };
}

const waitsFor = ({ status, runs = 1, review }: VerificationSession, { run, question }: SessionFinding) =>
  status === 'in_review' &&
  runs === run &&
  review !== undefined &&
  questionsOfReview(review).includes(question);

const withoutCase = ({ findings = [] }: VerificationSession, caseId: string): SessionFinding[] =>
  findings.filter(({ case_id }) => case_id !== caseId);
