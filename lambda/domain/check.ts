import { z } from 'zod';
import { billableCalls } from './billing.ts';

/** The steps of a verification whose results an operator sees. */
export const checkName = z.enum([
  'liveness',
  'selfie_quality',
  'document_quality',
  'face_match',
  'duplicate_search',
  'enrolment_claim',
  'face_indexing',
  'duplicate_search_after_indexing',
]);
export type CheckName = z.infer<typeof checkName>;

/** One measured value beside its limit, such as sharpness 12.1 against at least 25. */
export const measure = z.object({
  name: z.string(),
  value: z.union([z.number(), z.boolean()]),
  /** What the policy asks for; absent for a value that is only told. */
  limit: z.string().optional(),
});
export type Measure = z.infer<typeof measure>;

/** A face of someone else at or above the threshold. */
export const matchedFace = z.object({
  face_id: z.string(),
  collection_id: z.string(),
  similarity: z.number(),
  user_id: z.string().optional(),
});
export type MatchedFace = z.infer<typeof matchedFace>;

/** A shard that answered a search, and the model that it answered with. */
export const searchedShard = z.object({ collection_id: z.string(), face_model_version: z.string() });
export type SearchedShard = z.infer<typeof searchedShard>;

export const check = z.object({
  status: z.enum(['passed', 'failed']),
  reason_codes: z.array(z.string()),
  measures: z.array(measure),
  matches: z.array(matchedFace).optional(),
  searched_shards: z.array(searchedShard).optional(),
  started_at: z.iso.datetime(),
  duration_ms: z.int().min(0),
  billable_calls: billableCalls,
  /** By the prices of the policy when it ran. */
  cost_usd: z.number().min(0),
});
export type Check = z.infer<typeof check>;
