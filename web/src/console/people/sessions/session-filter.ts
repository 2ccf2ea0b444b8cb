/** Statuses of sessions, in the order in which they follow each other. */
export const SESSION_STATUSES = [
  'requires_input',
  'processing',
  'in_review',
  'approved',
  'declined',
  'error',
  'canceled',
  'expired',
  'abandoned',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export const SESSION_TYPES = ['registration', 'authentication', 'step_up', 're_enrollment'] as const;
export type SessionType = (typeof SESSION_TYPES)[number];

/** Which sessions are listed: of a status, of a user, or both. */
export interface SessionFilter {
  readonly status?: SessionStatus;
  readonly type?: SessionType;
  readonly user_id?: string;
  /** `false` lists test sessions. */
  readonly livemode?: 'false';
}

const memberOf = <T extends string>(known: readonly T[], text: string | null): T | undefined =>
  known.find((one) => one === text);

/** Reads the filter from the address of the page. Without a status and a user, approved sessions are listed. */
export function filterOf(address: URLSearchParams): SessionFilter {
  const user = address.get('user')?.trim();
  const status = memberOf(SESSION_STATUSES, address.get('status')) ?? (user ? undefined : 'approved');
  const type = memberOf(SESSION_TYPES, address.get('type'));
  return {
    ...(status ? { status } : {}),
    ...(type ? { type } : {}),
    ...(user ? { user_id: user } : {}),
    ...(address.get('test') === 'true' ? { livemode: 'false' } : {}),
  };
}

/** Writes the filter into the address of the page, so that it can be linked and gone back to. */
export function addressOf({ status, type, user_id, livemode }: SessionFilter): URLSearchParams {
  const entries = { status, type, user: user_id, test: livemode === 'false' ? 'true' : undefined };
  return new URLSearchParams(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
