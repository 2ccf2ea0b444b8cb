import type { Clock } from '../kernel/ports/clock.ts';
import type { SessionType } from '../kernel/session-type.ts';
import type { SessionStatus } from '../sessions/domain/session-status.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';

export interface ReadDecidedSessionsDependencies {
  readonly sessions: Pick<SessionStore, 'list'>;
  readonly clock: Clock;
}

/** Statuses of sessions that a policy has decided, or left to a person. */
const DECIDED: readonly SessionStatus[] = ['approved', 'declined', 'in_review'];

/** Sessions per read: some 10 KB each, of which one answer of DynamoDB holds 1 MB. */
const PAGE = 100;
/** Reads of one simulation: 6,000 sessions of all types. */
const MAX_READS = 60;
/** Time after which no further page is read; an answer of the API must be there after 29 s. */
const MAX_READING_MS = 12_000;

export interface DecidedSessions {
  /** The newest first. */
  readonly sessions: readonly VerificationSession[];
  /** Whether reading ended early. */
  readonly reachedLimit: boolean;
}

/** One status, of which a page is kept. */
interface Line {
  readonly status: SessionStatus;
  page: readonly VerificationSession[];
  afterId: string | undefined;
  isAtEnd: boolean;
}

/** Reads the newest decided sessions of a type. All types share an index, so reads are bounded. */
export async function readDecidedSessions(
  tenant: string,
  type: SessionType,
  wanted: number,
  { sessions: store, clock }: ReadDecidedSessionsDependencies,
): Promise<DecidedSessions> {
  const until = clock().getTime() + MAX_READING_MS;
  const lines = DECIDED.map((status): Line => ({ status, page: [], afterId: undefined, isAtEnd: false }));
  const found: VerificationSession[] = [];
  let reads = 0;
  while (found.length < wanted) {
    const empty = lines.filter(({ page, isAtEnd }) => page.length === 0 && !isAtEnd);
    if (empty.length > 0 && (reads + empty.length > MAX_READS || clock().getTime() >= until))
      return { sessions: found, reachedLimit: true };
    reads += empty.length;
    await Promise.all(empty.map((line) => readPage(line, tenant, store)));
    const newest = takeNewest(lines);
    if (!newest) break;
    // a test session has no measures of a person
    if (newest.type === type && newest.livemode) found.push(newest);
  }
  return { sessions: found, reachedLimit: false };
}

async function readPage(line: Line, tenant: string, store: Pick<SessionStore, 'list'>): Promise<void> {
  const { sessions, lastId } = await store.list(tenant, { status: line.status }, PAGE, line.afterId);
  line.page = sessions;
  line.afterId = lastId;
  line.isAtEnd = lastId === undefined;
}

/** Takes the newest session of all lines: ids sort by time. */
function takeNewest(lines: readonly Line[]): VerificationSession | undefined {
  const [line] = lines
    .filter(({ page }) => page.length > 0)
    .sort((one, other) => ((one.page[0]?.id ?? '') < (other.page[0]?.id ?? '') ? 1 : -1));
  if (!line) return undefined;
  const [newest, ...rest] = line.page;
  line.page = rest;
  return newest;
}
