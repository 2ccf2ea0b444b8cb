/** A place in which one call waits. */
export interface WaitSlot {
  readonly tenant: string;
  readonly place: number;
  /** Name of the call that has it. */
  readonly holder: string;
}

/** The calls of a tenant that may wait at the same time. */
export interface WaitSlots {
  /**
   * Takes a place until a time. It never fails: a call that cannot be counted does not wait.
   * @returns undefined if none was found free
   */
  take(tenant: string, until: Date): Promise<WaitSlot | undefined>;
  /** Gives a place to the next call; one that is never released ends by itself. It never fails either. */
  release(slot: WaitSlot): Promise<void>;
}
