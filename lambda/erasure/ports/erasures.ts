import type { Erasure, RunningErasure } from '../domain/erasure.ts';

/** Erasures, of which a user has at most one that runs. */
export interface Erasures {
  /**
   * Writes a new erasure with its event, all or nothing.
   * @returns false if it exists, or another one of the user runs
   */
  create(erasure: RunningErasure): Promise<boolean>;
  /** Reads consistently. */
  get(tenant: string, id: string): Promise<Erasure | undefined>;
  /** Returns the id of the erasure of a user that runs. */
  runningOf(tenant: string, userId: string): Promise<string | undefined>;
  /** Lists the ids of a user's erasures, completed ones too, the newest first. @param subject keyed hash */
  listOf(
    tenant: string,
    subject: string,
    limit: number,
    afterId?: string,
  ): Promise<{ readonly ids: readonly string[]; readonly lastId?: string }>;
  /** Lists the ids of erasures that run, the oldest first. */
  listRunning(tenant: string, limit: number): Promise<readonly string[]>;
  /** Writes a changed erasure; returns false if it has changed since it was read. */
  save(before: RunningErasure, after: RunningErasure): Promise<boolean>;
  /** The same with the event that it is overdue. */
  saveOverdue(before: RunningErasure, after: RunningErasure): Promise<boolean>;
  /**
   * Ends an erasure with its event, all or nothing: the user's id and traces are removed from it.
   * @returns false if it has changed since it was read
   */
  complete(before: RunningErasure, completed: Erasure): Promise<boolean>;
}
