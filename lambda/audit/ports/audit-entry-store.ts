import type { AuditEnd, AuditEntry } from '../../kernel/audit.ts';

/** Which entries are looked for; an absent member does not matter. */
export interface AuditFilter {
  readonly subject?: string | undefined;
  readonly target?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

export interface AuditEntryPage {
  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  /** Id of the last entry read; undefined at the end. */
  readonly lastId?: string;
}

export interface AuditEntryStore {
  /** Lists up to `limit` entries; fewer, even none, do not mean that there are no more. */
  list(tenant: string, filter: AuditFilter, limit: number, afterId?: string): Promise<AuditEntryPage>;
  /** How the call of an entry ended; undefined if that was never written. */
  endOf(tenant: string, id: string): Promise<AuditEnd | undefined>;
}
