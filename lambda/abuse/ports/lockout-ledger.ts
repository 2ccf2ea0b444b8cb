import type { LockoutKind, LockoutLedger } from '../domain/lockout.ts';

/** A user or device whose failures are counted. */
export interface LockoutSubject {
  readonly kind: LockoutKind;
  readonly id: string;
}

/** A ledger as it was read. */
export interface LockoutSnapshot extends LockoutLedger {
  /** Number of writes so far. */
  readonly revision: number;
}

/** A changed ledger, to be written only if nobody has written it since it was read. */
export interface LockoutChange {
  readonly tenant: string;
  readonly subject: LockoutSubject;
  readonly ledger: LockoutLedger;
  /** Revision that was read. */
  readonly revision: number;
}

export interface LockoutLedgerStore {
  read(tenant: string, subject: LockoutSubject): Promise<LockoutSnapshot>;
  /** Applies a change to the current ledger, safe against concurrent writers. */
  update(
    tenant: string,
    subject: LockoutSubject,
    change: (ledger: LockoutLedger) => LockoutLedger,
  ): Promise<LockoutLedger>;
}
