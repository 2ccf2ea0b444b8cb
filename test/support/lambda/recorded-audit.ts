import type { AuditEnd, AuditEntry } from '../../../lambda/kernel/audit.ts';
import type { AuditEntries } from '../../../lambda/platform/audit-entries.ts';

export interface RecordedCall extends Omit<AuditEntry, 'id' | 'at'> {
  end?: Omit<AuditEnd, 'ended_at'>;
}

/** Audit entries in memory, in the order in which they were begun. */
export function recordedAudit(failing: { readonly begin?: Error; readonly end?: Error } = {}) {
  const calls: RecordedCall[] = [];
  const audit: AuditEntries = {
    begin: async (call) => {
      if (failing.begin) throw failing.begin;
      calls.push({ ...call });
      return { ...call, id: String(calls.length - 1), at: '2026-03-02T12:00:00.000Z' };
    },
    end: async ({ id }, end) => {
      if (failing.end) throw failing.end;
      const call = calls[Number(id)];
      if (call) call.end = end;
    },
  };
  return { calls, audit };
}
