import * as z from 'zod/mini';

/**
 * The record of what operators do, and of what backends do by a scope that their tenant granted: who, what,
 * to whom, why, when, and how it ended. A call writes an entry before it acts, and how it ended afterwards;
 * neither is ever changed.
 */

/** Name of an action: `{noun}.{verb}`. A `{name}` in it stands for that parameter of the route's path. */
export type AuditAction = `${string}.${string}`;

/** The record that a route makes of a call. */
export interface RouteAudit {
  readonly action: AuditAction;
  /** Whether a call without the header `Audit-Reason` is refused. */
  readonly reasonRequired?: true;
}

export const auditEntry = z.object({
  id: z.string(),
  tenant: z.string(),
  at: z.iso.datetime(),
  subject: z.string(),
  /** Present if a backend called. */
  client_id: z.optional(z.string()),
  action: z.string(),
  target: z.string(),
  reason: z.optional(z.string()),
  request_id: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** `replayed`: answered again for the same Idempotency-Key; `refused`: 4xx; `failed`: 5xx. */
const endOutcomes = ['done', 'replayed', 'refused', 'failed'] as const;

export const auditEnd = z.object({
  ended_at: z.iso.datetime(),
  outcome: z.enum(endOutcomes),
  /** Code of the problem that was returned. */
  code: z.optional(z.string()),
  /** Id of what the call created. */
  created_id: z.optional(z.string()),
});
export type AuditEnd = z.infer<typeof auditEnd>;

/**
 * The thing that a target belongs to, by which entries are found: `/users/customer-4711` of that user's faces
 * and lockout.
 */
export const targetRoot = (target: string): string => /^(?:\/[^/?]*){1,2}/.exec(target)?.[0] ?? target;

/** An entry without an end belongs to a call whose function was killed, or that could not write it. */
export const auditOutcome = z.enum([...endOutcomes, 'unknown']);
