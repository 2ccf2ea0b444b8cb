import * as z from 'zod/mini';
import { type CaseFinding, type CaseReason, caseFinding, caseReason } from '../../kernel/case-finding.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { type ReasonCode, storedReasonCode } from '../../kernel/reason-code.ts';

/** Why a session is held for a person, and what they have to answer. */
export const review = z.object({
  reason_codes: z.array(storedReasonCode),
  /** Each is a case of its own; absent in sessions held by earlier releases. */
  questions: z.optional(z.array(caseReason)),
  requested_at: z.iso.datetime(),
  /** Until when it should be decided; absent in sessions held by earlier releases, like the policy. */
  due_at: z.optional(z.iso.datetime()),
  /** Fingerprint of the policy by which it is held. */
  policy_version: z.optional(z.string()),
});
export type Review = z.infer<typeof review>;

/** The questions of a review. Earlier releases held a session for one reason only, and stored none. */
export const questionsOfReview = ({ questions = ['search_incomplete'] }: Review): readonly CaseReason[] =>
  questions;

/** An answer that a case has brought to its session. */
export const sessionFinding = z.object({
  question: caseReason,
  finding: caseFinding,
  case_id: z.string(),
  /** The run whose question it answers, from 1. */
  run: z.int().check(z.minimum(1)),
  decided_at: z.iso.datetime(),
});
export type SessionFinding = z.infer<typeof sessionFinding>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The hours that a policy grants, and its fingerprint. */
interface ReviewingPolicy {
  readonly review: Pick<VerificationPolicy['review'], 'sla_hours'>;
  readonly version: string;
}

export const requestedReview = (
  reasons: readonly ReasonCode[],
  questions: readonly CaseReason[],
  { review: { sla_hours }, version }: ReviewingPolicy,
  now: Date,
): Review => ({
  reason_codes: [...reasons],
  questions: [...questions],
  requested_at: now.toISOString(),
  due_at: new Date(now.getTime() + sla_hours * HOUR_MS).toISOString(),
  policy_version: version,
});

/** Whether the images of a held session have waited for a decision as long as they are kept. */
export const hasLapsed = (
  { requested_at }: Review,
  { max_days }: Pick<VerificationPolicy['review'], 'max_days'>,
  now: Date,
): boolean => Date.parse(requested_at) + max_days * DAY_MS <= now.getTime();

/** Whether a decision was promised by now. */
export const isReviewOverdue = ({ due_at }: Review, now: Date): boolean =>
  due_at !== undefined && Date.parse(due_at) <= now.getTime();

/** Returns a review that asks one question more. */
export const alsoAsking = (held: Review, question: CaseReason & ReasonCode): Review => ({
  ...held,
  reason_codes: [...held.reason_codes, question],
  questions: [...questionsOfReview(held), question],
});

/** Findings about a document, which say nothing about another one. */
const ABOUT_DOCUMENT: readonly CaseFinding[] = ['accept_match', 'accept_document'];

/** Returns the findings that hold for another document as well. */
export const findingsWithoutDocument = (findings: readonly SessionFinding[]): SessionFinding[] =>
  findings.filter(({ finding }) => !ABOUT_DOCUMENT.includes(finding));
