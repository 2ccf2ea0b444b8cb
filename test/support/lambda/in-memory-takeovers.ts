import { NO_SIGNALS } from '../../../lambda/abuse/domain/takeover-signals.ts';
import type {
  TakeoverChange,
  TakeoverSignalStore,
  TakeoverSnapshot,
} from '../../../lambda/abuse/ports/takeover-signals.ts';
import type { OutboxEvent } from '../../../lambda/kernel/outbox-event.ts';

/** Signals of takeovers in a map. */
export class InMemoryTakeovers implements TakeoverSignalStore {
  readonly rows = new Map<string, TakeoverSnapshot>();
  /** Of every suspicion, in order. */
  readonly events: OutboxEvent[] = [];

  read: TakeoverSignalStore['read'] = async (tenant, userId) => this.#snapshot(tenant, userId);

  /** Writes a signal, unless another one was written since it was read. */
  write({ tenant, user_id, after, revision, event }: TakeoverChange): boolean {
    if (this.#snapshot(tenant, user_id).revision !== revision) return false;
    this.rows.set(`${tenant}#${user_id}`, { ...after, revision: revision + 1 });
    if (event) this.events.push(event);
    return true;
  }

  #snapshot(tenant: string, userId: string): TakeoverSnapshot {
    return this.rows.get(`${tenant}#${userId}`) ?? { ...NO_SIGNALS, revision: 0 };
  }
}
