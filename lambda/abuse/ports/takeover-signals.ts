import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import type { TakeoverSignal } from '../../kernel/takeover-signal.ts';
import type { TakeoverSignals } from '../domain/takeover-signals.ts';

/** Signals of a user as they were read. */
export interface TakeoverSnapshot extends TakeoverSignals {
  /** Number of writes so far. */
  readonly revision: number;
}

/** A signal to be written with the transition that it belongs to, if nobody has written another one since. */
export interface TakeoverChange {
  readonly tenant: string;
  readonly user_id: string;
  readonly signal: TakeoverSignal;
  readonly after: TakeoverSignals;
  /** Revision that was read. */
  readonly revision: number;
  readonly expires_at: Date;
  /** Set if the threshold of the policy is reached. */
  readonly event?: OutboxEvent | undefined;
}

/** Signals of takeovers, one row for each user. */
export interface TakeoverSignalStore {
  read(tenant: string, userId: string): Promise<TakeoverSnapshot>;
}
