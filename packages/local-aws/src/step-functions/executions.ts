import { AwsError } from '../aws-error.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { ExecutionIndex, ExecutionRecord, StartRequest } from './execution-index.ts';
import { type HistoryEvent, openExecutionLog, readHistory } from './execution-log.ts';
import type { Services } from './run.ts';
import { closedRecord, RunningExecution } from './running-execution.ts';
import type { StateMachines } from './state-machines.ts';

interface Options {
  readonly index: ExecutionIndex;
  readonly machines: StateMachines;
  readonly services: Omit<Services, 'children'>;
  /** Called on every change of an execution's status. */
  readonly onStatus: (record: ExecutionRecord) => Promise<void>;
  /**
   * Called on a fault of the emulator itself, such as a full
   * disk: the execution stands still until the next start.
   */
  readonly onFault: (executionArn: string, fault: Error) => void;
}

/** Whether the start of an execution must still be announced. */
type Announcement = 'announce' | 'known';

/** Starts, runs, stops and resumes executions. */
export class Executions {
  readonly #options: Options;
  readonly #services: Services;
  readonly #running = new Map<
    string,
    { readonly execution: RunningExecution; readonly done: Promise<void> }
  >();
  readonly #waiting = new Map<string, Deferred<ExecutionRecord>>();
  #isClosing = false;

  constructor(options: Options) {
    this.#options = options;
    this.#services = { ...options.services, children: this };
  }

  /** Goes on with every execution that a former process left running. */
  async resume(): Promise<void> {
    for (const record of this.#options.index.all()) {
      if (record.status === 'RUNNING' && !this.#running.has(record.executionArn)) {
        await this.#run(record, 'known');
      }
    }
  }

  /** Announces the task tokens of executions that will be resumed. */
  async expectTokens(): Promise<void> {
    const { index, services } = this.#options;
    for (const record of index.all()) {
      if (record.status !== 'RUNNING') continue;
      const log = await openExecutionLog(index.historyFile(record.executionArn), services.clock);
      for (const [, { task, outcome }] of log.allFacts()) {
        if (task?.token !== undefined && !outcome) services.tokens.expect(task.token);
      }
      await log.close();
    }
  }

  /**
   * Starts an execution, or gives the one that the same
   * request started before. Throws `ExecutionAlreadyExists`.
   */
  async start(request: StartRequest): Promise<ExecutionRecord> {
    const { index, services } = this.#options;
    const executionArn = `${request.stateMachineArn.replace(':stateMachine:', ':execution:')}:${request.name}`;
    const existing = index.get(executionArn);
    if (existing) {
      const started = sameStart(existing, request);
      // the first request may still be on its way to the disk, and both are answered by this
      await index.durable();
      return started;
    }
    const record: ExecutionRecord = {
      executionArn,
      stateMachineArn: request.stateMachineArn,
      name: request.name,
      status: 'RUNNING',
      ...this.#origin(request),
      input: request.input,
      startDate: services.clock.now() / 1000,
      ...(request.startedBy === undefined ? {} : { startedBy: request.startedBy }),
    };
    await index.put(record);
    await this.#run(record, 'announce');
    return record;
  }

  /** Stops an execution that runs, or that waits to be resumed; one that has ended stays as it is. */
  async stop(executionArn: string, error?: string, cause?: string): Promise<ExecutionRecord> {
    const record = this.describe(executionArn);
    if (record.status === 'RUNNING' && !this.#running.has(executionArn)) await this.#run(record, 'known');
    const running = this.#running.get(executionArn);
    running?.execution.end({
      type: 'ExecutionAborted',
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
    await running?.done;
    return this.describe(executionArn);
  }

  /** Throws `ExecutionDoesNotExist`. */
  describe(executionArn: string): ExecutionRecord {
    const record = this.#options.index.get(executionArn);
    if (!record) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    return record;
  }

  list(): Iterable<ExecutionRecord> {
    return this.#options.index.all();
  }

  async history(executionArn: string): Promise<readonly HistoryEvent[]> {
    this.describe(executionArn);
    const running = this.#running.get(executionArn);
    return (
      running?.execution.log.events ?? (await readHistory(this.#options.index.historyFile(executionArn)))
    );
  }

  /** Resolves once the execution has ended. */
  ended(executionArn: string): Promise<ExecutionRecord> {
    const record = this.describe(executionArn);
    if (record.status !== 'RUNNING') return Promise.resolve(record);
    const waiting = this.#waiting.get(executionArn) ?? deferred<ExecutionRecord>();
    this.#waiting.set(executionArn, waiting);
    return waiting.promise;
  }

  /** Parks every execution: nothing runs afterwards, and the next start goes on. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const running = [...this.#running.values()];
    for (const { execution } of running) execution.park();
    await Promise.all(running.map(({ done }) => done));
  }

  /**
   * The definition and role of an execution: its machine's newest revision, or a Map state of the parent's.
   */
  #origin({ stateMachineArn, mapRun }: StartRequest) {
    if (mapRun) return mapRun;
    const { roleArn, revisionId } = this.#options.machines.get(stateMachineArn);
    return { roleArn, definition: { revisionId } };
  }

  async #run(record: ExecutionRecord, announcement: Announcement): Promise<void> {
    const { index, machines, onFault } = this.#options;
    if (this.#isClosing) return;
    const execution = await RunningExecution.open(record, {
      historyFile: index.historyFile(record.executionArn),
      machines,
      services: this.#services,
    });
    const done = this.#runToEnd(execution, announcement)
      .catch((fault: Error) => onFault(record.executionArn, fault))
      .finally(async () => {
        this.#running.delete(record.executionArn);
        await execution.log.close();
      });
    this.#running.set(record.executionArn, { execution, done });
  }

  async #runToEnd(execution: RunningExecution, announcement: Announcement): Promise<void> {
    const { index, onStatus } = this.#options;
    if (announcement === 'announce') await onStatus(execution.record);
    const event = await execution.run();
    if (!event) return;
    const closed = closedRecord(execution.record, event);
    // announced before it is recorded: a crash in between announces it twice, but never not at all
    await onStatus(closed);
    await index.put(closed);
    this.#waiting.get(closed.executionArn)?.resolve(closed);
    this.#waiting.delete(closed.executionArn);
  }
}

function sameStart(existing: ExecutionRecord, request: StartRequest): ExecutionRecord {
  const isSame =
    request.startedBy === undefined
      ? existing.status === 'RUNNING' && existing.input === request.input
      : existing.startedBy === request.startedBy;
  if (isSame) return existing;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.executionArn}'`);
}
