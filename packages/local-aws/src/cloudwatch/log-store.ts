import type { Clock } from '../clock.ts';
import { openBufferedJournal } from './buffered-journal.ts';

export interface LogEvent {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

export interface LogStore {
  put(group: string, stream: string, message: string): void;
  /** Oldest first. */
  events(group: string): readonly LogEvent[];
  groups(): readonly string[];
  close(): Promise<void>;
}

/** Newest lines that a group keeps. */
const MAX_LINES_PER_GROUP = 2000;
/** Lines written before the file is replaced by the lines that are kept. */
const LINES_PER_SNAPSHOT = 50_000;

/** The newest log lines of every group, kept over restarts. */
export async function openLogStore(
  file: string,
  clock: Clock,
  onFault: (fault: unknown) => void,
): Promise<LogStore> {
  const groups = new Map<string, LogEvent[]>();
  const unwritten: LogEvent[] = [];
  const journal = await openBufferedJournal<LogEvent>({
    file,
    clock,
    onFault,
    entriesPerSnapshot: LINES_PER_SNAPSHOT,
    collect: () => unwritten.splice(0),
    snapshot: () => [...groups.values()].flat().toSorted((a, b) => a.time - b.time),
  });
  const remember = (event: LogEvent): void => {
    const events = groups.get(event.group) ?? [];
    groups.set(event.group, events);
    events.push(event);
    // a tenth at once, so that not every line moves all others
    if (events.length > MAX_LINES_PER_GROUP) events.splice(0, MAX_LINES_PER_GROUP / 10);
  };
  for (const event of journal.entries) remember(event);
  return {
    put: (group, stream, message) => {
      const event = { time: clock.now(), group, stream, message };
      remember(event);
      unwritten.push(event);
      journal.changed();
    },
    events: (group) => groups.get(group) ?? [],
    groups: () => [...groups.keys()],
    close: () => journal.close(),
  };
}
