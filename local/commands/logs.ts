import { setTimeout as delay } from 'node:timers/promises';
import type { LogEvent } from '@face-idv/local-aws';
import { runningCloud } from './running-cloud.ts';

export interface LogsOptions {
  /** Part of the name of a log group; empty for all. */
  readonly group: string;
  /** Continues until it is interrupted. */
  readonly follow: boolean;
}

const POLL_INTERVAL_MS = 500;

/** Prints the log lines of functions and APIs, newest last. */
export async function printLogs(
  directory: string,
  { group, follow }: LogsOptions,
  print: (line: string) => void,
): Promise<void> {
  const cloud = await runningCloud(directory);
  if (!cloud) {
    print('the local cloud is not running; start it with: npm start');
    return;
  }
  let after = 0;
  do {
    const query = new URLSearchParams({ group, after: String(after) });
    const { events } = (await cloud.get(`logs?${query}`)) as { events: readonly LogEvent[] };
    for (const event of events)
      print(`${new Date(event.time).toISOString()} ${event.group}  ${event.message}`);
    after = events.at(-1)?.time ?? after;
    if (follow) await delay(POLL_INTERVAL_MS);
  } while (follow);
}
