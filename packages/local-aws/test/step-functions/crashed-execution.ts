import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { aFolder, type Workflow } from './a-workflow.ts';

const LOG_FILE = 'workflow%3Athe-one.jsonl';

/** The execution once it has ended, moving time whenever all sleep. */
export async function endedInTime(workflow: Workflow, clock: ManualClock, execution: string) {
  const ended = workflow.ended(execution);
  let isOver = false;
  void ended.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    // real work, such as writing to disk, comes before time moves
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (clock.remaining[0] !== undefined) clock.advance(clock.remaining[0]);
  }
  return ended;
}

interface Line {
  readonly event?: { readonly type: string };
  readonly visit?: string;
  readonly facts?: {
    readonly task?: { readonly arguments: { readonly Payload?: unknown } } | null;
    readonly outcome?: object | null;
  };
}

/** Attempts at tasks whose outcome is in the lines of a log, by what their function was asked. */
export function completedIn(lines: readonly string[]): string[] {
  const asked = new Map<string, string>();
  const completed: string[] = [];
  for (const { visit = '', facts } of lines.map((line) => JSON.parse(line) as Line)) {
    const payload = facts?.task?.arguments.Payload;
    if (payload !== undefined) asked.set(visit, typeof payload === 'string' ? payload : 'ask');
    const name = asked.get(visit);
    if (facts?.outcome && name !== undefined) completed.push(name);
  }
  return completed;
}

/** Lines of the log of the execution `the-one`. */
export async function logLines(dataDir: string): Promise<readonly string[]> {
  const log = await readFile(join(dataDir, 'step-functions', 'histories', LOG_FILE), 'utf8');
  return log.trimEnd().split('\n');
}

/**
 * A copy of a folder in which the execution `the-one` is as far
 * as the first `count` lines of its log, and a torn one more.
 */
export async function crashedAt(dataDir: string, lines: readonly string[], count: number): Promise<string> {
  const copy = await aFolder();
  await cp(dataDir, copy, { recursive: true });
  const directory = join(copy, 'step-functions');
  const torn = (lines[count] ?? '').slice(0, 20);
  await writeFile(join(directory, 'histories', LOG_FILE), [...lines.slice(0, count), torn].join('\n'));
  const index = join(directory, 'executions.jsonl');
  const kept = (await readFile(index, 'utf8'))
    .split('\n')
    .filter((line) => !line.includes('the-one') || !line.includes('stopDate'));
  await writeFile(index, kept.join('\n'));
  return copy;
}
