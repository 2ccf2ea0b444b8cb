import type { HistoryEvent as SdkHistoryEvent } from '@aws-sdk/client-sfn';
import type { Clock } from '../clock.ts';
import { openJournal } from '../journal.ts';
import type { ExecutionStatus } from './execution-index.ts';
import { StateError } from './state-error.ts';

/** An event as the wire has it: times are seconds since the epoch. */
export type HistoryEvent = Omit<SdkHistoryEvent, 'timestamp' | 'type' | 'id'> & {
  readonly id: number;
  readonly timestamp: number;
  readonly type: EventType;
};
export type EventType = NonNullable<SdkHistoryEvent['type']>;
export type EventDetails = Omit<HistoryEvent, 'id' | 'timestamp' | 'type' | 'previousEventId'>;

/** How an attempt at a state's work ended. */
export type Outcome = { readonly result: unknown } | { readonly error: string; readonly cause: string };

/** A task that was begun and has no outcome yet. */
export interface TaskInFlight {
  readonly arguments: unknown;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly token?: string;
  /** Whether the call that hands out the token, or starts the other execution, is known to have succeeded. */
  readonly submitted?: boolean;
  readonly heartbeatAt?: number;
}

/** How a state was left. */
export interface Exit {
  readonly eventId: number;
  readonly output: unknown;
  readonly assigned: Readonly<Record<string, unknown>>;
  /** The state that follows; nothing when the machine ends here. */
  readonly next?: string;
}

/** The record of one visit to a state: enough to continue exactly there. */
export interface VisitFacts {
  readonly entered?: { readonly eventId: number; readonly time: string };
  /** How often each retrier of the state was used. */
  readonly retriersUsed?: readonly number[];
  /** Milliseconds since the epoch: no attempt before this. */
  readonly retryAt?: number;
  /** The end of a Wait, in milliseconds since the epoch. */
  readonly wakeAt?: number;
  readonly task?: TaskInFlight | null;
  readonly mapRunArn?: string | null;
  /** Event that opened the branches or iterations of the current attempt. */
  readonly startedEventId?: number | null;
  readonly outcome?: Outcome | null;
  readonly exit?: Exit;
}

interface Line {
  readonly event?: HistoryEvent;
  readonly visit?: string;
  readonly facts?: VisitFacts;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_EVENTS = 25_000;

/** The events that close an execution, and the status that it then has. */
export const CLOSED_STATUS: Readonly<Partial<Record<EventType, ExecutionStatus>>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

/**
 * The history of one execution and the facts to resume it from, in one file: an event and what it means for
 * the interpreter are one line, so that neither is ever on disk without the other.
 */
export interface ExecutionLog {
  readonly events: readonly HistoryEvent[];
  /** The records of the visits, by visit key. */
  facts(visit: string): VisitFacts;
  allFacts(): Iterable<readonly [visit: string, facts: VisitFacts]>;
  /**
   * Adds an event caused by the event `previousEventId` and, with it, facts of a visit. Gives the event's id.
   * Throws `States.Runtime` when the history is full.
   */
  record(
    previousEventId: number,
    type: EventType,
    details?: EventDetails,
    visit?: string,
    facts?: (eventId: number) => VisitFacts,
  ): number;
  /** Adds facts without an event. */
  note(visit: string, facts: VisitFacts): void;
  /**
   * Resolves when everything recorded so far is on disk:
   * to be awaited before anything is done that others see.
   */
  durable(): Promise<void>;
  close(): Promise<void>;
}

/** Opens, or begins, the log in `file`. */
export async function openExecutionLog(file: string, clock: Clock): Promise<ExecutionLog> {
  const journal = await openJournal<Line>(file);
  const events: HistoryEvent[] = [];
  const visits = new Map<string, VisitFacts>();
  let flushed: Promise<void> = Promise.resolve();

  const remember = (line: Line): void => {
    if (line.event) events.push(line.event);
    if (line.visit !== undefined) visits.set(line.visit, { ...visits.get(line.visit), ...line.facts });
  };
  for (const line of journal.entries) remember(line);

  const add = (line: Line): void => {
    remember(line);
    const appended = journal.append(line);
    flushed = Promise.all([flushed, appended]).then(() => undefined);
    // a caller that needs the line on disk awaits durable() and gets the failure there
    flushed.catch(() => undefined);
  };

  return {
    events,
    facts: (visit) => visits.get(visit) ?? {},
    allFacts: () => visits.entries(),
    record: (previousEventId, type, details = {}, visit, facts) => {
      if (events.length >= MAX_EVENTS - 1 && !CLOSED_STATUS[type]) {
        throw new StateError(
          'States.Runtime',
          `The execution reached the maximum number of history events (${MAX_EVENTS}).`,
        );
      }
      const id = events.length + 1;
      const event = { timestamp: clock.now() / 1000, type, id, previousEventId, ...details };
      add(visit === undefined ? { event } : { event, visit, facts: facts?.(id) ?? {} });
      return id;
    },
    note: (visit, facts) => add({ visit, facts }),
    durable: () => flushed,
    close: () => journal.close(),
  };
}

/** Reads the history of an execution that has ended, without keeping its file open. */
export async function readHistory(file: string): Promise<readonly HistoryEvent[]> {
  const journal = await openJournal<Line>(file);
  await journal.close();
  return journal.entries.flatMap((line) => (line.event ? [line.event] : []));
}
