import * as z from 'zod/mini';
import { boundingBox } from '../kernel/bounding-box.ts';
import { caseFinding, caseReason } from '../kernel/case-finding.ts';
import { ID_PREFIXES, identifierPattern } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { operatorReport } from '../sessions/domain/operator-report.ts';
import { caseImageView } from './domain/case-image.ts';
import { reviewCaseView } from './domain/case-view.ts';
import { livenessLabel } from './domain/liveness-label.ts';
import { caseStatus } from './domain/review-case.ts';

/** Longest life of a URL of an image, which opens without a token. */
const MAX_IMAGE_URL_SECONDS = 60;
const MAX_RETENTION_DAYS = 3650;
/** Three years: spoofs that pass are rare, and a threshold is chosen from many of them. */
const DEFAULT_LABEL_RETENTION_DAYS = 1096;
/** Characters of a note: fifty of them, and those of findings, fit into an item of DynamoDB. */
const MAX_NOTE = 1000;

/** How long review cases stay and their images are shown; the policy says how they are decided. */
export const reviewCaseSettings = z.strictObject({
  /** Days that a decided case stays; it keeps them from its opening. */
  retentionDays: z.int().check(z.minimum(1), z.maximum(MAX_RETENTION_DAYS)),
  /** Days that the label of a sampled liveness check stays, which names no user. */
  labelRetentionDays: z._default(
    z.int().check(z.minimum(1), z.maximum(MAX_RETENTION_DAYS)),
    DEFAULT_LABEL_RETENTION_DAYS,
  ),
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
  session_id: z
    .optional(
      z.string().check(
        z.regex(identifierPattern(ID_PREFIXES.verificationSession), {
          error: 'must be the id of a session',
        }),
      ),
    )
    .check(z.describe('The session that they are about. A case about two users is about no session.')),
  ...pageQuery(ID_PREFIXES.reviewCase),
});
export type ListReviewCasesQuery = z.infer<typeof listReviewCasesQuery>;

export const reviewCasePage = z
  .object({ data: z.array(reviewCaseView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'ReviewCasePage' });

/** A person of a case, with what is stored of them and no image. */
const casePerson = z.object({
  user_id: z.string(),
  faces: z.array(
    z.object({
      face_id: z.string(),
      collection_id: z.string(),
      image_id: z.string(),
      bounding_box: boundingBox.check(z.describe('Place of the face, in shares of the image.')),
      face_model_version: z.string(),
      source: z.enum(['selfie', 'bulk']),
      session_id: z.string(),
      created_at: z.iso.datetime(),
    }),
  ),
  reports: z
    .array(operatorReport)
    .check(
      z.describe('Reports of their sessions: checks with measures, limits and the policy that decided.'),
    ),
});

export const reviewCaseDetail = z
  .extend(reviewCaseView, {
    people: z
      .array(casePerson)
      .check(z.describe('Both users, or the user of the session and those who were found.')),
    images: z.array(caseImageView).check(z.describe('Images that `image-views` shows one by one.')),
  })
  .register(z.globalRegistry, { id: 'ReviewCaseDetail' });
export type ReviewCaseDetail = z.infer<typeof reviewCaseDetail>;

export const assignReviewCaseRequest = z
  .strictObject({
    assignee: z
      .optional(subject)
      .check(z.describe('`sub` of the operator; the caller by default. Others are for administrators.')),
  })
  .register(z.globalRegistry, { id: 'AssignReviewCase' });

const noteText = z.string().check(z.minLength(1), z.maxLength(MAX_NOTE));

export const addNoteRequest = z
  .strictObject({ text: noteText.check(z.describe('Shown to every operator who reads the case.')) })
  .register(z.globalRegistry, { id: 'AddReviewCaseNote' });

export const decideReviewCaseRequest = z
  .strictObject({
    revision: z
      .int()
      .check(
        z.minimum(1),
        z.describe('`revision` of the case that the finding is about; another one is refused.'),
      ),
    finding: caseFinding.check(z.describe('One of `possible_findings`.')),
    note: z.optional(noteText).check(z.describe('Why; shown with the finding.')),
  })
  .register(z.globalRegistry, { id: 'DecideReviewCase' });

export const imageView = z
  .object({
    image: caseImageView,
    url: z.url().check(z.describe('Opens the image without a token until it expires.')),
    expires_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'ReviewImageView' });
export type ImageView = z.infer<typeof imageView>;

export const listLivenessLabelsQuery = z
  .strictObject({
    from: z.optional(z.iso.datetime()).check(z.describe('Earliest time at which the check was sampled.')),
    to: z.optional(z.iso.datetime()).check(z.describe('Time before which it was sampled.')),
    ...pageQuery(ID_PREFIXES.reviewCase),
  })
  .check(
    z.refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
      error: 'must be before `to`',
      path: ['from'],
    }),
  );
export type ListLivenessLabelsQuery = z.infer<typeof listLivenessLabelsQuery>;

export const livenessLabelView = z
  .omit(livenessLabel, { tenant: true })
  .register(z.globalRegistry, { id: 'LivenessLabel' });

export const livenessLabelPage = z
  .object({ data: z.array(livenessLabelView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'LivenessLabelPage' });
