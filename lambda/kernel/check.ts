import * as z from 'zod/mini';
import { type BillableCalls, billableCalls, costUsd, type Prices } from './billing.ts';
import { boundingBox } from './bounding-box.ts';
import { isInBand, type ReasonCode, storedReasonCode } from './reason-code.ts';

/** The steps of a verification whose results an operator sees. */
export const checkName = z.enum([
  'liveness',
  'selfie_quality',
  'document_quality',
  'face_match',
  'enrolled_face_search',
  'enrollment_claim',
  'face_indexing',
  'duplicate_search',
  'watchlist_search',
  'capture_comparison',
]);
export type CheckName = z.infer<typeof checkName>;

/** A measured value and its limit, such as sharpness 12.1 and "at least 25". */
export const measure = z.object({
  name: z.string(),
  value: z.union([z.number(), z.boolean()]),
  /** Limit from the policy; absent for a value that is only reported. */
  limit: z.optional(z.string()),
});
export type Measure = z.infer<typeof measure>;

/** The face of another user, or of a watchlist, at or above the threshold or in the review band below it. */
export const matchedFace = z.object({
  face_id: z.string(),
  collection_id: z.string(),
  similarity: z.number(),
  user_id: z.optional(z.string()),
  /** Image of the one who registers that resembles it; absent where the selfie alone was searched. */
  found_by: z.exactOptional(z.enum(['selfie', 'document'])),
  /** The watchlist and its entry, if the face is on one. */
  list_id: z.optional(z.string()),
  entry_id: z.optional(z.string()),
});
export type MatchedFace = z.infer<typeof matchedFace>;

/** A shard that answered a search, and its face model version. */
export const searchedShard = z.object({
  collection_id: z.string(),
  face_model_version: z.string(),
  // reports written by earlier releases lack the rest
  generation: z.exactOptional(z.string()),
  /** Whether single faces were compared, or vectors of users (whitepaper 3.5.2). */
  vectors: z.exactOptional(z.enum(['face', 'user'])),
  /** Minimum similarity of a match, in percent, for the model version. */
  threshold: z.exactOptional(z.number()),
  /** Where the review band below it begins; absent where there is none. */
  review_from: z.exactOptional(z.number()),
});
export type SearchedShard = z.infer<typeof searchedShard>;

/** A session whose liveness check returned the same picture, or one that looks the same. */
export const copiedCapture = z.object({
  session_id: z.string(),
  user_id: z.string(),
  kind: z.enum(['equal', 'near']),
  /** Bits in which the hashes of two pictures that look the same differ. */
  different_bits: z.exactOptional(z.int().check(z.minimum(0))),
});
export type CopiedCapture = z.infer<typeof copiedCapture>;

/** The document and the policy that findings rest on; a later run with the same makes no call for them. */
const basis = z.object({
  /** Lowercase hex SHA-256 of the uploaded bytes. */
  document_sha256: z.string(),
  /** Fingerprint of the policy, which names the face model version. */
  policy_version: z.string(),
});

export const check = z.object({
  /** `review`: a score in a band, or another finding that a person judges. */
  status: z.enum(['passed', 'failed', 'review']),
  reason_codes: z.array(storedReasonCode),
  measures: z.array(measure),
  matches: z.optional(z.array(matchedFace)),
  searched_shards: z.optional(z.array(searchedShard)),
  copies: z.optional(z.array(copiedCapture)),
  basis: z.optional(basis),
  /** Place of the face that counts, in the image that was judged. */
  face_box: z.optional(boundingBox),
  started_at: z.iso.datetime(),
  duration_ms: z.int().check(z.minimum(0)),
  billable_calls: billableCalls,
  /** Cost by the policy's prices when the check ran. */
  cost_usd: z.number().check(z.minimum(0)),
});
export type Check = z.infer<typeof check>;

/** The findings of a step. */
export interface CheckFindings {
  /** Empty if the check passed. */
  readonly reasons: readonly ReasonCode[];
  readonly measures?: readonly Measure[];
  readonly matches?: readonly MatchedFace[];
  readonly searchedShards?: readonly SearchedShard[];
  readonly copies?: readonly CopiedCapture[];
  readonly basis?: Check['basis'];
  readonly faceBox?: Check['face_box'];
  readonly calls: BillableCalls;
}

function statusOf(reasons: readonly string[]): Check['status'] {
  if (reasons.length === 0) return 'passed';
  return reasons.every(isInBand) ? 'review' : 'failed';
}

/** Creates a check from a step's findings, with its times and price. */
export function createCheck(
  findings: CheckFindings,
  startedAt: Date,
  finishedAt: Date,
  prices: Prices,
): Check {
  const { reasons, measures = [], matches, searchedShards, copies, basis, faceBox, calls } = findings;
  return {
    status: statusOf(reasons),
    reason_codes: [...reasons],
    measures: [...measures],
    ...(matches ? { matches: [...matches] } : {}),
    ...(searchedShards ? { searched_shards: [...searchedShards] } : {}),
    ...(copies ? { copies: [...copies] } : {}),
    ...(basis ? { basis } : {}),
    ...(faceBox ? { face_box: faceBox } : {}),
    started_at: startedAt.toISOString(),
    duration_ms: Math.max(0, finishedAt.getTime() - startedAt.getTime()),
    billable_calls: calls,
    cost_usd: costUsd(calls, prices),
  };
}

/** Name of the measure that holds the similarity of selfie and document. */
export const SIMILARITY_MEASURE = 'similarity_percent';
