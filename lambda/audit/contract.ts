import * as z from 'zod';
import { auditEnd, auditEntry, auditOutcome } from '../kernel/audit.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';

/** Longest `sub` or client id, action and target; each is part of a key or a filter. */
const subject = z.string().min(1).max(128);
const action = z.string().min(1).max(160);
const target = z.string().min(1).max(512);

export const listAuditEntriesQuery = z
  .strictObject({
    subject: subject.optional().describe('`sub` of the operator.'),
    target: target
      .optional()
      .describe(
        'Path of what was read or changed: `/users/customer-4711` finds the calls about the faces and the lockout of that user, `/users/customer-4711/lockout` those about the lockout.',
      ),
    action: action.optional().describe('Such as `lockout.lift`.'),
    from: z.iso.datetime().optional().describe('Earliest time.'),
    to: z.iso.datetime().optional().describe('Time before which the call was made.'),
    ...pageQuery(ID_PREFIXES.auditEntry),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    error: 'must be before `to`',
    path: ['from'],
  });
export type ListAuditEntriesQuery = z.infer<typeof listAuditEntriesQuery>;

export const auditEntryView = auditEntry
  .omit({ tenant: true })
  .extend({ ...auditEnd.partial().shape, outcome: auditOutcome })
  .meta({ id: 'AuditEntry' });

export const auditEntryPage = z
  .object({ data: z.array(auditEntryView), has_more: z.boolean(), next_cursor: z.string().nullable() })
  .meta({ id: 'AuditEntryPage' });
