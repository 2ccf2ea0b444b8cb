import * as z from 'zod/mini';
import { caseFinding, caseReason } from '../../kernel/case-finding.ts';
import { copiedCapture, matchedFace } from '../../kernel/check.ts';
import { livenessScore } from '../../sessions/domain/liveness-session.ts';

/**
 * `awaiting_second`: one of two operators has decided; `disputed`: the two disagree, and an administrator
 * decides; `closed`: its session has ended otherwise, or it is a sample that was not labeled in time, and
 * nobody has to decide any more.
 */
export const caseStatus = z.enum(['open', 'assigned', 'awaiting_second', 'disputed', 'decided', 'closed']);
export type CaseStatus = z.infer<typeof caseStatus>;

/** One of the two users of a case, by the face that was found. */
const caseUser = z.object({
  user_id: z.string(),
  face_id: z.string(),
  collection_id: z.string(),
  session_id: z.string(),
  enrolled_at: z.iso.datetime(),
});
export type CaseUser = z.infer<typeof caseUser>;

/** The run of a session that a case is about. */
const caseSession = z.object({ id: z.string(), run: z.int().check(z.minimum(1)), user_id: z.string() });

/** The finding of one person. */
export const givenFinding = z.object({
  finding: caseFinding,
  /** Subject of the operator's token. */
  by: z.string(),
  at: z.iso.datetime(),
  note: z.optional(z.string()),
});
export type GivenFinding = z.infer<typeof givenFinding>;

const note = z.object({ by: z.string(), at: z.iso.datetime(), text: z.string() });

/** How a case was decided: `finding` is what counts, after one, two or three people. */
const decision = z.object({ finding: caseFinding, decided_at: z.iso.datetime() });

/** The passed liveness check that a sample is about. */
const sampledCheck = z.extend(livenessScore, {
  /** Id of the liveness session. */
  id: z.string(),
  /** Chance in percent that such a check is sampled, by which labels are weighted. */
  sampled_percent: z.number().check(z.minimum(0), z.maximum(100)),
});

/** The question of a case, about two users or one run of a session; it never changes. */
const question = {
  reason: caseReason,
  /** The user who enrolled first, and the one who enrolled later. */
  users: z.optional(z.tuple([caseUser, caseUser])),
  session: z.optional(caseSession),
  /** Faces of others that the run's search has found. */
  matches: z.optional(z.array(matchedFace)),
  /** Sessions with the same capture, or one that looks the same. */
  copies: z.optional(z.array(copiedCapture)),
  /** Similarity of the faces, or of the selfie and the document, in percent. */
  similarity: z.optional(z.number()),
  face_model_version: z.optional(z.string()),
  liveness_check: z.optional(sampledCheck),
};

/** A question that a person has to answer. */
export const reviewCase = z.object({
  id: z.string(),
  tenant: z.string(),
  ...question,
  status: caseStatus,
  /** Number of changes, its opening included: of two people who change it at once, one reads again. */
  revision: z.int().check(z.minimum(1)),
  opened_at: z.iso.datetime(),
  /** Time until which it should be decided. */
  due_at: z.iso.datetime(),
  /** Hours from opening, or reopening, to `due_at`; from the config when it was opened. */
  sla_hours: z.number().check(z.positive()),
  /** Days that it stays after its decision. */
  retention_days: z.int().check(z.minimum(1)),
  /** Days that the label of a sample stays after its decision. */
  label_retention_days: z.optional(z.int().check(z.minimum(1))),
  /** Whether two different operators must agree. */
  four_eyes: z.boolean(),
  /** Subject of the operator who works on it. */
  assignee: z.optional(z.string()),
  notes: z.array(note),
  findings: z.array(givenFinding),
  decision: z.optional(decision),
  /** When it was first seen to be overdue. */
  escalated_at: z.optional(z.iso.datetime()),
  /** When it was found that nobody has to decide any more. */
  closed_at: z.optional(z.iso.datetime()),
  /** Decisions before an administrator reopened it, in order. */
  earlier: z.array(
    z.object({
      findings: z.array(givenFinding),
      decision,
      reopened_at: z.iso.datetime(),
      reopened_by: z.string(),
    }),
  ),
});
export type ReviewCase = z.infer<typeof reviewCase>;
export type CaseQuestion = Pick<ReviewCase, 'tenant' | 'label_retention_days' | keyof typeof question>;

const HOUR_MS = 3_600_000;

export const dueAfter = (slaHours: number, now: Date): string =>
  new Date(now.getTime() + slaHours * HOUR_MS).toISOString();

const DAY_MS = 86_400_000;
const daysAfter = (time: string, days: number): Date => new Date(Date.parse(time) + days * DAY_MS);

/** Time after which a case is deleted; undefined while it waits for a person. */
export function retainedUntil({ decision, closed_at, retention_days }: ReviewCase): Date | undefined {
  const ended = decision?.decided_at ?? closed_at;
  return ended === undefined ? undefined : daysAfter(ended, retention_days);
}

/** Time after which the label of a sample is deleted: it may stay longer than its case. */
export const labelRetainedUntil = ({ decision, ...kept }: ReviewCase): Date | undefined =>
  decision && daysAfter(decision.decided_at, kept.label_retention_days ?? kept.retention_days);

/** Whether a case still waits for a person. */
export const isWaiting = ({ status }: Pick<ReviewCase, 'status'>): boolean =>
  status !== 'decided' && status !== 'closed';

/** Whether a case still waits for a person after the time in which it should have been decided. */
export const isOverdue = ({ status, due_at }: ReviewCase, now: Date): boolean =>
  isWaiting({ status }) && Date.parse(due_at) <= now.getTime();

/**
 * Whether a case that holds nobody up has waited so many days, for which its images are kept, since it was
 * last opened.
 */
export const hasLapsed = (one: ReviewCase, maxDays: number, now: Date): boolean =>
  isWaiting(one) && daysAfter(one.earlier.at(-1)?.reopened_at ?? one.opened_at, maxDays) <= now;

/**
 * Returns two users in the order of their enrollments. Ties, which two clocks can make, are broken by user
 * id, so that both users' checks agree on which one is the younger.
 */
export function inOrder(one: CaseUser, other: CaseUser): [CaseUser, CaseUser] {
  const order = one.enrolled_at.localeCompare(other.enrolled_at) || (one.user_id < other.user_id ? -1 : 1);
  return order < 0 ? [one, other] : [other, one];
}
