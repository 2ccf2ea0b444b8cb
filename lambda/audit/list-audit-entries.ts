import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import { toPage } from '../kernel/page.ts';
import type { auditEntryPage, ListAuditEntriesQuery } from './contract.ts';
import type { AuditEntryStore } from './ports/audit-entry-store.ts';

/** Ends of entries read concurrently. */
const CONCURRENT_READS = 20;

/** Lists what operators of the caller's tenant did, newest first, each entry with how it ended. */
export async function listAuditEntries(
  caller: Caller,
  { limit, cursor, from, to, ...filter }: ListAuditEntriesQuery,
  { entries }: { readonly entries: AuditEntryStore },
): Promise<z.infer<typeof auditEntryPage>> {
  const times = {
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
  const page = await entries.list(caller.tenant, { ...filter, ...times }, limit, cursor);
  const data = await mapBounded(page.entries, CONCURRENT_READS, async ({ tenant, ...entry }) => ({
    ...entry,
    ...((await entries.endOf(tenant, entry.id)) ?? { outcome: 'unknown' as const }),
  }));
  return toPage(data, page.lastId);
}
