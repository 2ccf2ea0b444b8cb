import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { LongPoll } from './contract.ts';
import { type ClientView, toClientView } from './domain/client-view.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import type { SessionStore } from './ports/session-store.ts';
import type { WaitSlots } from './ports/wait-slots.ts';
import { readSession } from './session-access.ts';

/** Time between two reads of a session that is waited for: a person does not notice a quarter of a second. */
export const READ_INTERVAL_MS = 250;
/** Time after which a call that was not allowed to wait asks again. */
const RETRY_AFTER_SECONDS = 1;

export interface AwaitDecisionDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly slots: WaitSlots;
  readonly longPoll: LongPoll;
  readonly clock: Clock;
  /** Waits that many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly emit: EmitMetric;
}

export interface AwaitedSession {
  readonly view: ClientView;
  /** Present if the session is still being decided and the call did not wait. */
  readonly retryAfterSeconds?: number;
}

/**
 * Returns the client's view of a session once it has left `processing`, or as it is when the time is over.
 * A call for which no place is free is answered at once.
 * @param seconds that the caller wants to wait; the deployment's maximum ends a longer wait
 * @throws Problem `not_found`
 */
export async function awaitDecision(
  caller: Caller,
  sessionId: string,
  seconds: number | undefined,
  dependencies: AwaitDecisionDependencies,
): Promise<AwaitedSession> {
  const { sessions, slots, longPoll, clock, emit } = dependencies;
  const read = () => readSession(sessions, caller, sessionId);
  const shown = (session: VerificationSession) => ({ view: toClientView(session, clock()) });

  const first = await read();
  if (first.status !== 'processing') return shown(first);
  const until = new Date(clock().getTime() + 1000 * Math.min(seconds ?? Infinity, longPoll.maxSeconds));
  const slot = until > clock() ? await slots.take(caller.tenant, until) : undefined;
  if (!slot) {
    emit('DecisionAwaited', 1, { Result: 'not_waited' });
    return { ...shown(first), retryAfterSeconds: RETRY_AFTER_SECONDS };
  }
  try {
    const last = await readUntilDecided(first, until, read, dependencies);
    emit('DecisionAwaited', 1, { Result: last.status === 'processing' ? 'undecided' : 'decided' });
    return shown(last);
  } finally {
    await slots.release(slot);
  }
}

async function readUntilDecided(
  first: VerificationSession,
  until: Date,
  read: () => Promise<VerificationSession>,
  { clock, wait }: AwaitDecisionDependencies,
): Promise<VerificationSession> {
  let session = first;
  while (session.status === 'processing') {
    const left = until.getTime() - clock().getTime();
    if (left <= 0) break;
    await wait(Math.min(READ_INTERVAL_MS, left));
    session = await read();
  }
  return session;
}
