import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import type { LockoutSubject } from '../../../lambda/abuse/domain/lockout-subject.ts';
import type {
  LockoutChange,
  LockoutLedgerStore,
  LockoutSnapshot,
} from '../../../lambda/abuse/ports/lockout-ledger.ts';

/** Ledgers in a map. */
export class InMemoryLockouts implements LockoutLedgerStore {
  readonly ledgers = new Map<string, LockoutSnapshot>();

  read: LockoutLedgerStore['read'] = async (tenant, subject) => this.#snapshot(tenant, subject);

  update: LockoutLedgerStore['update'] = async (tenant, subject, change) => {
    const { revision, ...before } = this.#snapshot(tenant, subject);
    const ledger = change(before);
    this.write([{ tenant, subject, ledger, revision }]);
    return ledger;
  };

  devicesOf: LockoutLedgerStore['devicesOf'] = async (tenant, userId) => {
    const prefix = keyOf(tenant, { kind: 'user_device', id: userId, device: '' });
    return [...this.ledgers.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  };

  /** Writes all changes, or none if one of the ledgers was written since it was read. */
  write(changes: readonly LockoutChange[]): boolean {
    const isStale = ({ tenant, subject, revision }: LockoutChange) =>
      this.#snapshot(tenant, subject).revision !== revision;
    if (changes.some(isStale)) return false;
    for (const { tenant, subject, ledger, revision } of changes)
      this.ledgers.set(keyOf(tenant, subject), { ...ledger, revision: revision + 1 });
    return true;
  }

  #snapshot(tenant: string, subject: LockoutSubject): LockoutSnapshot {
    return this.ledgers.get(keyOf(tenant, subject)) ?? { ...EMPTY_LEDGER, revision: 0 };
  }
}

const keyOf = (tenant: string, subject: LockoutSubject) =>
  `${tenant}#${subject.kind}#${subject.id}${subject.kind === 'user_device' ? `#${subject.device}` : ''}`;
