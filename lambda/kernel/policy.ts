import * as z from 'zod/mini';
import './messages-of-schemas.ts';
import { abusePolicy } from './abuse-policy.ts';
import { alternativeMeans } from './alternative-path.ts';
import { billableOperation } from './billing.ts';
import { challengeVersions } from './challenge-versions.ts';
import { livenessChallenge } from './liveness-challenge.ts';
import { percent } from './percent.ts';
import { selfieRules } from './selfie-rules.ts';
import { sensitivity } from './sensitivity.ts';
import { thresholdTable } from './threshold-table.ts';

/**
 * The decision policy: every threshold and limit that a deployment may want to change. The config at synth
 * and the functions at run time parse it with the same schema, so that an impossible threshold stops the
 * deployment.
 */

/** A month, like the longest wait for a decision. */
const MAX_SLA_HOURS = 720;
/** Longest time that images of a person who was not decided are kept. */
const MAX_REVIEW_DAYS = 30;

const MAX_ENROLLED_FACES = 10;

const qualityLimits = z.strictObject({
  max_yaw_degrees: z.number().check(z.minimum(0), z.maximum(90)),
  max_pitch_degrees: z.number().check(z.minimum(0), z.maximum(90)),
  min_sharpness: percent,
  min_brightness: percent,
  /** Minimum width and height of the face, exclusive. */
  min_face_px: z.int().check(z.minimum(1)),
});

/** How an enrolled user is recognized. */
const recognition = z.enum(['search', 'compare']);

/**
 * Checks that a policy may leave out (whitepaper 2.1): one that is left out makes no call. Liveness, indexing
 * and the recognition of an enrolled user always run, since the rest stands on them.
 */
const optionalChecks = z.strictObject({
  /** Whether a registration compares the selfie with an identity document. */
  document: z.boolean(),
  /** Whether a registration searches for the face among other users. */
  duplicates: z.boolean(),
  /** Whether a registration searches for the face on the tenant's watchlists. */
  watchlists: z.boolean(),
  /** Whether the selfie of a login or a step-up is judged by the quality gate. */
  login_quality: z.boolean(),
});

/** Every member of a policy, without the rules between them. */
export const verificationPolicyMembers = z.strictObject({
  checks: z._default(optionalChecks, {
    document: true,
    duplicates: true,
    watchlists: true,
    login_quality: true,
  }),
  liveness: z.strictObject({
    min_confidence: percent,
    /**
     * Where the review band below it begins: a person judges a registration whose check is in it. Without
     * it there is no band; a login has none, since nobody could wait for it.
     */
    review_from: z.optional(percent),
    challenge: livenessChallenge,
    /** Bounds of the challenges' versions by type, asked of Rekognition and held against each result. */
    versions: z._default(challengeVersions, {}),
    /** Failed checks after which a verification session is declined. */
    max_attempts: z.int().check(z.minimum(1), z.maximum(20)),
  }),
  /**
   * Passed liveness checks that a person looks at afterwards, and labels (whitepaper 3.2): a share of all,
   * and every one that was close to the threshold. Zero for both turns it off.
   */
  sampling: z._default(
    z.strictObject({
      share_percent: z.number().check(z.minimum(0), z.maximum(100)),
      /** Points of confidence above the threshold below which every check is sampled. */
      points_above_threshold: z.number().check(z.minimum(0), z.maximum(100)),
    }),
    { share_percent: 0, points_above_threshold: 0 },
  ),
  match_thresholds: thresholdTable,
  /**
   * Version of CompareFaces, which always runs the newest
   * model and does not return its version (whitepaper 6.2).
   */
  stateless_face_model_version: z.string(),
  quality: z.strictObject({
    /** A registration's selfie is judged by the answer of IndexFaces (whitepaper 3.3.1). */
    selfie: z.extend(qualityLimits, {
      /** Whether DetectFaces judges it as well, before anything is indexed, for one more call. */
      detect_before_indexing: z._default(z.boolean(), false),
      /** Further rules for its picture; none by default. */
      rules: z._default(selfieRules, {}),
    }),
    document: qualityLimits,
  }),
  document: z.strictObject({
    /**
     * Similarity to the selfie, in percent, below which a further face of the document shows another
     * person; ghost portraits are above it.
     */
    other_person_below: percent,
  }),
  search: z.strictObject({
    /** Shards searched concurrently; more is faster and uses more of the search quota. */
    max_concurrency: z.int().check(z.minimum(1), z.maximum(100)),
    /**
     * Milliseconds within which every shard must answer, retries included; a function times out after 28 s.
     */
    deadline_ms: z.int().check(z.minimum(1_000), z.maximum(20_000)),
    /** Maximum matches in a report, one per person and image, the most similar first. */
    max_matches: z.int().check(z.minimum(1), z.maximum(100)),
    /**
     * Whether the portrait of a registration's document is searched beside its selfie (whitepaper 8.2), for
     * one more call per shard.
     */
    document_face: z._default(z.boolean(), false),
    /**
     * Outcome when a search is still incomplete after every retry: the registration ends as
     * `error`, or is held for a reviewer, who may have it searched again. It is never approved.
     */
    on_incomplete: z.enum(['error', 'review']),
  }),
  /**
   * Outcome of a registration whose face is another user's: a case for a reviewer, without which NIST SP
   * 800-63A-4 (3.11) allows no decline, or a decline at once.
   */
  duplicates: z.enum(['review', 'decline']),
  /** How faces on the tenant's watchlists are treated. */
  watchlist: z.strictObject({
    /** Outcome of a registration whose face is on a list: a case for a reviewer, or a decline at once. */
    on_hit: z.enum(['review', 'decline']),
    /**
     * Whether a user who was recognized is compared as well, for one call for each list: a hit opens a case
     * and lets the login go on, since nobody can wait for a reviewer there, or declines it.
     */
    at_login: z._default(z.enum(['off', 'review', 'decline']), 'off'),
  }),
  /**
   * How a liveness check is treated whose pictures another session of the tenant has returned before. Two
   * pictures of a camera are never equal, byte for byte; two of one person at one place may look the same.
   */
  replay: z._default(
    z.strictObject({
      /**
       * Outcome of equal pictures: a decline, or a case. A login goes on beside its case, since nobody can
       * wait for a reviewer there.
       */
      equal: z._default(z.enum(['decline', 'review']), 'decline'),
      /** Whether pictures that look the same open a case. They decline nothing by themselves. */
      near: z._default(z.enum(['review', 'off']), 'review'),
    }),
    { equal: 'decline', near: 'review' },
  ),
  /** How a person decides what the checks leave open; a session keeps it from the moment it is held. */
  review: z.strictObject({
    /** Hours in which a case should be decided; one that is not is escalated and stays open. */
    sla_hours: z.number().check(z.positive(), z.maximum(MAX_SLA_HOURS)),
    /** Whether two different operators must agree on each case. */
    four_eyes: z.boolean(),
    /** Days that a held session and its images wait for a decision; then it ends as `error`. */
    max_days: z.int().check(z.minimum(1), z.maximum(MAX_REVIEW_DAYS)),
    /**
     * Outcome for a person who is found to have another account: a decline like any other, or one that
     * names that account as the one to use.
     */
    same_person: z.enum(['decline', 'link']),
  }),
  authentication: z.strictObject({
    /**
     * `search` the user's own collection for the face, or `compare` it with the image that was enrolled.
     */
    method: recognition,
  }),
  /** How a step-up recognizes its user: the same choice, made for transactions. */
  step_up: z.strictObject({ method: recognition }),
  /** Means that are offered to a person who cannot or does not want to take the check; none if empty. */
  alternative_path: z.strictObject({ means: z.array(alternativeMeans) }),
  attempts: z.strictObject({
    /**
     * Documents of one verification session that may fail, after a liveness check that is kept; the last
     * one declines it.
     */
    document: z.int().check(z.minimum(1), z.maximum(10)),
  }),
  /** Enrollments of a user beyond the first: by a re-enrollment, or a row of an index job. */
  enrollment: z._default(
    z.strictObject({
      /**
       * Faces that a user may have. One write replaces all of them: it holds 100 items (DynamoDB), eight
       * for each face during a migration with a second region.
       */
      max_faces: z.int().check(z.minimum(1), z.maximum(MAX_ENROLLED_FACES)),
    }),
    { max_faces: 5 },
  ),
  /** Lockout after repeated failures, and sessions that may be open: one of `ABUSE_PRESETS`, or another. */
  abuse: abusePolicy,
  /** When abandoned and mismatched authentications of a user are reported as a suspected takeover. */
  takeover: z._default(
    z.strictObject({
      /** Signals within the window that make a suspicion. */
      signals: z.int().check(z.minimum(1), z.maximum(20)),
      /** Hours for which a signal counts: at most a month. */
      window_hours: z.int().check(z.minimum(1), z.maximum(720)),
    }),
    { signals: 3, window_hours: 24 },
  ),
  /** Sensitivity by session type; a backend may raise it for one session, and nobody may lower it. */
  sensitivity: z.strictObject({
    registration: sensitivity,
    authentication: sensitivity,
    step_up: sensitivity,
    /** Of a re-enrollment, and of an index job's row that adds to a user: later logins trust the face. */
    re_enrollment: z._default(sensitivity, 'sensitive'),
  }),
  /** Minutes a person has from the creation of a verification session to its submission. */
  session_lifetime_minutes: z.int().check(z.minimum(5), z.maximum(1440)),
  /** Days a finished session and its report stay. */
  session_retention_days: z.int().check(z.minimum(1), z.maximum(3650)),
  /** Price per call in US dollars; operations without a row are free. */
  prices_usd: z.partialRecord(billableOperation, z.number().check(z.minimum(0))),
});

/** A policy that can decide: every rule between its members holds. */
export const verificationPolicySchema = verificationPolicyMembers.check(
  z.refine(({ match_thresholds, stateless_face_model_version: version }) => version in match_thresholds, {
    error: (issue) =>
      `match_thresholds has no row for stateless_face_model_version ${JSON.stringify(Object(issue.input).stateless_face_model_version)}; CompareFaces would have no threshold`,
    path: ['match_thresholds'],
  }),
  z.refine(({ liveness: { min_confidence, review_from = 0 } }) => review_from <= min_confidence, {
    error: 'must not be above min_confidence, or passed checks would be reviewed',
    path: ['liveness', 'review_from'],
  }),
  z.refine(({ review, session_retention_days: days }) => review.max_days < days, {
    error: 'must be below session_retention_days, or held sessions would be deleted undecided',
    path: ['review', 'max_days'],
  }),
);
export type VerificationPolicy = z.infer<typeof verificationPolicySchema>;
