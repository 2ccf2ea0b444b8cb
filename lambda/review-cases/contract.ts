import * as z from 'zod/mini';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { caseReason } from './domain/case-finding.ts';
import { reviewCaseView } from './domain/case-view.ts';
import { caseStatus } from './domain/review-case.ts';

/** Longest life of a URL of an image, which opens without a token. */
const MAX_IMAGE_URL_SECONDS = 60;
const MAX_SLA_HOURS = 720;

/** How review cases are decided; a case keeps the first two from its opening. */
export const reviewCaseSettings = z.strictObject({
  /** Hours in which a case should be decided; one that is not is escalated and stays open. */
  slaHours: z.number().check(z.positive(), z.maximum(MAX_SLA_HOURS)),
  /** Whether two different operators must agree on each case. */
  fourEyes: z.boolean(),
  /** Seconds that the URL of an image lives. */
  imageUrlSeconds: z.int().check(z.minimum(5), z.maximum(MAX_IMAGE_URL_SECONDS)),
});
export type ReviewCaseSettings = z.infer<typeof reviewCaseSettings>;
export const parseReviewCaseSettings = (json: string): ReviewCaseSettings =>
  reviewCaseSettings.parse(JSON.parse(json));

/** `sub` of an operator; part of a filter. */
const subject = z.string().check(z.minLength(1), z.maxLength(128));

export const listReviewCasesQuery = z.strictObject({
  reason: z.optional(caseReason).check(z.describe('Why a person must look.')),
  status: z.optional(caseStatus).check(z.describe('How far it is.')),
  assignee: z.optional(subject).check(z.describe('`sub` of the operator who works on it, or `me`.')),
  overdue: z
    .optional(z.enum(['true']))
    .check(z.describe('`true` for those alone that should have been decided by now.')),
  ...pageQuery(ID_PREFIXES.reviewCase),
});
export type ListReviewCasesQuery = z.infer<typeof listReviewCasesQuery>;

export const reviewCasePage = z
  .object({ data: z.array(reviewCaseView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'ReviewCasePage' });
