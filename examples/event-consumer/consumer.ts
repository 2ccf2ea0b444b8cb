/** Members of an event that a consumer of sessions reads; docs/events.schema.json has all of them. */
export interface SessionEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: {
    readonly tenant: string;
    readonly livemode: boolean;
    readonly session_type: string;
    readonly sequence: number;
    readonly status: string;
    readonly reason_codes: readonly string[];
  };
}

/** State of a session as its latest known event reports it. */
export interface KnownSession {
  readonly sequence: number;
  readonly status: string;
  readonly type: string;
  readonly reason_codes: readonly string[];
}

/** Where a consumer keeps what it knows; a database in your system. */
export interface KnownSessions {
  read(key: string): Promise<KnownSession | undefined>;
  /**
   * Writes a session if it is still the one that was read: a conditional write.
   * @param before as it was read; undefined if there was none
   * @returns false if another writer came first
   */
  write(key: string, before: KnownSession | undefined, after: KnownSession): Promise<boolean>;
}

/**
 * Takes an event, in any order and any number of times: what it leaves behind depends on the events alone, and
 * not on their order. Acknowledge the event only once this has returned; after a crash it comes again.
 * @returns whether the event has told something new; act on that, and make the action repeatable
 */
export async function takeEvent(event: SessionEvent, sessions: KnownSessions): Promise<boolean> {
  // a tenant's ids are not another one's
  const key = `${event.data.tenant}/${event.subject}`;
  const { sequence, status, reason_codes } = event.data;
  const after: KnownSession = { sequence, status, type: event.type, reason_codes };
  for (;;) {
    const before = await sessions.read(key);
    // a repetition, or one that a later event has overtaken
    if (before && before.sequence >= sequence) return false;
    if (await sessions.write(key, before, after)) return true;
  }
}
