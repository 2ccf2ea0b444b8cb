import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../journal.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * Which machine an execution walks: a revision of a state machine, or the processor of one of its Map states.
 */
export interface DefinitionReference {
  readonly revisionId: string;
  readonly processorOf?: string;
}

export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name: string;
  /** JSON. */
  readonly input: string;
  /** Identifies a repeated start with the same name; only for child executions. */
  readonly startedBy?: string;
  /** For the child executions of a Distributed Map. */
  readonly mapRun?: MapRunChild;
}

export interface MapRunChild {
  readonly mapRunArn: string;
  readonly definition: DefinitionReference;
  readonly roleArn: string;
  readonly itemCount: number;
}

/** Data for DescribeExecution. Times are seconds since the epoch; input and output are JSON. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly roleArn: string;
  readonly definition: DefinitionReference;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly startedBy?: string;
  readonly mapRunArn?: string;
  /** Items that a child execution of a Distributed Map works on. */
  readonly itemCount?: number;
}

/** Closed executions are kept so long: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const RETENTION_SECONDS = 90 * 24 * 3600;

/** Every execution that there is or was, without its history. */
export interface ExecutionIndex {
  get(executionArn: string): ExecutionRecord | undefined;
  all(): Iterable<ExecutionRecord>;
  /** Adds an execution, or replaces what was known of it; resolves when it is on disk. */
  put(record: ExecutionRecord): Promise<void>;
  /** Resolves when everything put so far is on disk. */
  durable(): Promise<void>;
  historyFile(executionArn: string): string;
  close(): Promise<void>;
}

/** Opens the index in `directory` and drops what is older than its retention. */
export async function openExecutionIndex(directory: string, nowSeconds: number): Promise<ExecutionIndex> {
  const journal = await openJournal<ExecutionRecord>(join(directory, 'executions.jsonl'));
  const records = new Map<string, ExecutionRecord>();
  // an execution's ARN holds ':' and '/', which file systems refuse or take for folders
  const historyFile = (executionArn: string) =>
    join(directory, 'histories', `${encodeURIComponent(executionArn.split(':').slice(6).join(':'))}.jsonl`);

  for (const record of journal.entries) records.set(record.executionArn, record);
  for (const record of records.values()) {
    if ((record.stopDate ?? nowSeconds) > nowSeconds - RETENTION_SECONDS) continue;
    records.delete(record.executionArn);
    await rm(historyFile(record.executionArn), { force: true });
  }
  if (journal.entries.length > records.size) await journal.rewrite([...records.values()]);

  return {
    get: (executionArn) => records.get(executionArn),
    all: () => records.values(),
    put: (record) => {
      records.set(record.executionArn, record);
      return journal.append(record);
    },
    durable: () => journal.append(),
    historyFile,
    close: () => journal.close(),
  };
}
