import { EMPTY_LEDGER, type LockoutLedger } from '../../../lambda/abuse/domain/lockout.ts';
import type { LockoutLedgerStore, LockoutSubject } from '../../../lambda/abuse/ports/lockout-ledger.ts';

/** Ledgers in a map. */
export class InMemoryLockouts implements LockoutLedgerStore {
  readonly ledgers = new Map<string, LockoutLedger>();

  read: LockoutLedgerStore['read'] = async (tenant, subject) =>
    this.ledgers.get(keyOf(tenant, subject)) ?? EMPTY_LEDGER;

  update: LockoutLedgerStore['update'] = async (tenant, subject, change) => {
    const after = change(this.ledgers.get(keyOf(tenant, subject)) ?? EMPTY_LEDGER);
    this.ledgers.set(keyOf(tenant, subject), after);
    return after;
  };
}

const keyOf = (tenant: string, { kind, id }: LockoutSubject) => `${tenant}#${kind}#${id}`;
