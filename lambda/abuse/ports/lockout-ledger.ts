import type { LockoutLedger, LockoutStep } from '../domain/lockout.ts';
import type { LockoutSubject } from '../domain/lockout-subject.ts';

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
  /** How the change locks; absent if it does not. */
  readonly step?: LockoutStep | undefined;
}

export interface LockoutLedgerStore {
  read(tenant: string, subject: LockoutSubject): Promise<LockoutSnapshot>;
  /** Applies a change to the current ledger, safe against concurrent writers. */
  update(
    tenant: string,
    subject: LockoutSubject,
    change: (ledger: LockoutLedger) => LockoutLedger,
  ): Promise<LockoutLedger>;
  /** Lists the devices on which a user's failures are counted. */
  devicesOf(tenant: string, userId: string): Promise<readonly string[]>;
}
