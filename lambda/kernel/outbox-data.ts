import * as z from 'zod/mini';
import { caseFinding, caseReason } from './case-finding.ts';
import type { OutboxEventType } from './outbox-event.ts';
import { sessionType } from './session-type.ts';
import { takeoverSignal } from './takeover-signal.ts';

const id = z.string().check(z.minLength(1));
const time = z.iso.datetime();
const count = z.int().check(z.minimum(0));
const version = z.int().check(z.minimum(1));
/** A code of a closed list, or the name of something that the operator has configured. */
const code = z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,64}$/));

/** A case by what it asks; who must know more reads it. */
const reviewCase = { reason: caseReason, session_id: z.optional(id), user_id: z.optional(id) };
const receipt = {
  user_id: id,
  session_id: z.optional(id),
  purpose: code,
  notice_version: code,
  jurisdiction: z.optional(code),
  channel: code,
};
const erasure = { user_id: id, cause: z.optional(code) };
const migration = { from: code, to: code };
const lockout = {
  /** Whether the failures of a user, of a device, or of a user on a device were counted. */
  subject_kind: z.enum(['user', 'device', 'user_device']),
  user_id: z.optional(id),
  device_id: z.optional(id),
};

/**
 * Data of each event outside sessions, beside the tenant: ids, codes, counts and times. Each writer is held
 * to it when it compiles, and each published event by the JSON Schemas that are generated from it.
 */
export const OUTBOX_DATA = {
  'consent.given': z.strictObject(receipt),
  'consent.withdrawn': z.strictObject({
    ...receipt,
    /** Who withdrew it: the person, a backend, or an operator. */
    by: z.optional(code),
    /** Receipts of the user that it ends. */
    receipts: count,
  }),
  'enrollment.added': z.strictObject({
    user_id: id,
    session_id: z.optional(id),
    index_job_id: z.optional(id),
    /** Whether the enrollments that the user had before were removed by it. */
    replaces: z.boolean(),
  }),
  'enrollment.removed': z.strictObject({
    user_id: id,
    /** Images of the user that are no longer enrolled. */
    images: count,
    cause: z.enum(['deleted', 'replaced', 'erased']),
    session_id: z.optional(id),
  }),
  'erasure.completed': z.strictObject(erasure),
  'erasure.overdue': z.strictObject({ ...erasure, due_at: z.optional(time) }),
  'erasure.requested': z.strictObject(erasure),
  'lockout.lifted': z.strictObject(lockout),
  'lockout.started': z.strictObject({
    ...lockout,
    step: z.enum(['timeout', 'block']),
    /** Timeouts so far: the rung of the ladder. */
    timeouts: count,
    /** End of the timeout; a block has none. */
    locked_until: z.optional(time),
    session_id: z.optional(id),
  }),
  'migration.canceled': z.strictObject(migration),
  'migration.completed': z.strictObject(migration),
  'migration.cut_over': z.strictObject(migration),
  'migration.rolled_back': z.strictObject(migration),
  'migration.started': z.strictObject(migration),
  'policy.activated': z.strictObject({
    session_type: sessionType,
    version,
    /** The version that was active before; absent for a tenant's first one. */
    previous_version: z.optional(version),
    fingerprint: code,
    /** Who activated it: an operator, or a deployment. */
    origin: z.enum(['operator', 'stage']),
  }),
  'policy.created': z.strictObject({
    session_type: sessionType,
    version,
    fingerprint: code,
    origin: z.enum(['operator', 'stage']),
  }),
  'review_case.closed': z.strictObject(reviewCase),
  'review_case.decided': z.strictObject({ ...reviewCase, finding: caseFinding }),
  'review_case.opened': z.strictObject({ ...reviewCase, due_at: time }),
  'review_case.overdue': z.strictObject({ ...reviewCase, due_at: time }),
  'user.frozen': z.strictObject({ user_id: id, reason: code, session_id: z.optional(id) }),
  'user.released': z.strictObject({ user_id: id, reason: z.optional(code) }),
  'user.takeover_suspected': z.strictObject({
    user_id: id,
    /** The authentication that reached the threshold of the policy. */
    session_id: id,
    /** Its signal: it was left open, or showed another face than its user's. */
    signal: takeoverSignal,
    /** Signals in the window of the policy. */
    signals: count,
  }),
  'webhook_endpoint.disabled': z.strictObject({
    /** Whether the last attempt to deliver an event failed, or the receiver wants nothing more. */
    reason: z.enum(['exhausted', 'gone']),
  }),
} as const satisfies Readonly<Record<OutboxEventType, z.ZodMiniObject>>;

/** Data of an event type, as its writer gives it. */
export type OutboxData<Type extends OutboxEventType> = z.infer<(typeof OUTBOX_DATA)[Type]>;
