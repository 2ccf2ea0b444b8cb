import * as z from 'zod/mini';
import { auditEnd, auditEntry, auditOutcome } from '../kernel/audit.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';

/** Longest `sub` or client id, action and target; each is part of a key or a filter. */
const subject = z.string().check(z.minLength(1), z.maxLength(128));
const action = z.string().check(z.minLength(1), z.maxLength(160));
const target = z
  .string()
  .check(z.maxLength(512), z.regex(/^\//, { error: 'must be a path, such as /users/customer-4711' }));

export const listAuditEntriesQuery = z
  .strictObject({
    subject: z.optional(subject).check(z.describe('`sub` of the operator, or client id of the backend.')),
    target: z
      .optional(target)
      .check(
        z.describe(
          'Path of what was read or changed: `/users/customer-4711` finds the calls about the faces and the lockout of that user, `/users/customer-4711/lockout` those about the lockout.',
        ),
      ),
    action: z.optional(action).check(z.describe('Such as `lockout.lift`.')),
    from: z.optional(z.iso.datetime()).check(z.describe('Earliest time.')),
    to: z.optional(z.iso.datetime()).check(z.describe('Time before which the call was made.')),
    ...pageQuery(ID_PREFIXES.auditEntry),
  })
  .check(
    z.refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
      error: 'must be before `to`',
      path: ['from'],
    }),
  );
export type ListAuditEntriesQuery = z.infer<typeof listAuditEntriesQuery>;

export const auditEntryView = z
  .extend(z.omit(auditEntry, { tenant: true }), { ...z.partial(auditEnd).shape, outcome: auditOutcome })
  .register(z.globalRegistry, { id: 'AuditEntry' });

export const auditEntryPage = z
  .object({ data: z.array(auditEntryView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'AuditEntryPage' });
