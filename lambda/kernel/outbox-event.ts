import * as z from 'zod/mini';

/**
 * Types of the events that are not transitions of a session: `{noun}.{past participle}`. What is written here
 * is published; a type enters with what writes it.
 */
export const OUTBOX_EVENT_TYPES = [
  'consent.given',
  'consent.withdrawn',
  'enrollment.added',
  'enrollment.removed',
  'erasure.completed',
  'erasure.overdue',
  'erasure.requested',
  'lockout.lifted',
  'lockout.started',
  'migration.canceled',
  'migration.completed',
  'migration.cut_over',
  'migration.rolled_back',
  'migration.started',
  'policy.activated',
  'policy.created',
  'review_case.closed',
  'review_case.decided',
  'review_case.opened',
  'review_case.overdue',
  'user.frozen',
  'user.released',
  'user.takeover_suspected',
  'webhook_endpoint.disabled',
] as const;
export type OutboxEventType = (typeof OUTBOX_EVENT_TYPES)[number];

/** Longest subject: a user's id, or that of a device behind its kind. */
const MAX_SUBJECT_LENGTH = 200;

/**
 * Report of a change, written in the transaction that makes it. It is published at least once and in no
 * order: a receiver recognizes a repetition by `id`, and reads the subject where the latest state matters.
 * It holds ids and codes; never an image, a score or personal data.
 */
export const outboxEvent = z.object({
  type: z.enum(OUTBOX_EVENT_TYPES),
  /** Unique; the same if the change is written again. */
  id: z.string().check(z.minLength(1), z.maxLength(MAX_SUBJECT_LENGTH)),
  tenant: z.string(),
  /** Id of what has changed: a case, a migration, a receipt, a user. */
  subject: z.string().check(z.minLength(1), z.maxLength(MAX_SUBJECT_LENGTH)),
  occurred_at: z.iso.datetime(),
  /** The user whom it is about, if one. */
  user_id: z.optional(z.string()),
  /** The session that it came of, if one. */
  session_id: z.optional(z.string()),
  /** Further ids, versions, counts and codes, named as the API names them. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type OutboxEvent = z.infer<typeof outboxEvent>;
