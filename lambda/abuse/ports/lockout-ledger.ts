import type { LockoutKind, LockoutLedger } from '../domain/lockout.ts';

/** Whose failures are counted. */
export interface LockoutSubject {
  readonly kind: LockoutKind;
  readonly id: string;
}

export interface LockoutLedgerStore {
  read(tenant: string, subject: LockoutSubject): Promise<LockoutLedger>;
  /** Applies a change to the ledger as it is at that moment, even when others write at the same time. */
  update(
    tenant: string,
    subject: LockoutSubject,
    change: (ledger: LockoutLedger) => LockoutLedger,
  ): Promise<LockoutLedger>;
}
