import type { LockoutKind, LockoutLedger } from '../domain/lockout.ts';

/** A user or device whose failures are counted. */
export interface LockoutSubject {
  readonly kind: LockoutKind;
  readonly id: string;
}

export interface LockoutLedgerStore {
  read(tenant: string, subject: LockoutSubject): Promise<LockoutLedger>;
  /** Applies a change to the current ledger, safe against concurrent writers. */
  update(
    tenant: string,
    subject: LockoutSubject,
    change: (ledger: LockoutLedger) => LockoutLedger,
  ): Promise<LockoutLedger>;
}
