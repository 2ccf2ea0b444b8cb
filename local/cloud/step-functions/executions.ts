import { AwsError } from '../aws-error.ts';
import { deferred } from './deferred.ts';
import type { ExecutionIndex, ExecutionRecord, StartRequest } from './execution-index.ts';
import {
  CLOSED_STATUS,
  type EventDetails,
  type EventType,
  type ExecutionLog,
  type HistoryEvent,
  openExecutionLog,
  readHistory,
  type VisitFacts,
} from './execution-log.ts';
import type { Run, Services } from './run.ts';
import { Halt, StateError } from './state-error.ts';
import type { StateMachines } from './state-machines.ts';
import { walkStates } from './visit-state.ts';

/** An execution that runs in this process. */
interface Running {
  readonly log: ExecutionLog;
  readonly stop: AbortController;
  /** How it will have ended when it was stopped. */
  ending: {
    readonly type: 'ExecutionAborted' | 'ExecutionTimedOut';
    readonly error?: string;
    readonly cause?: string;
  };
  done: Promise<void>;
}

interface Options {
  readonly index: ExecutionIndex;
  readonly machines: StateMachines;
  readonly services: Omit<Services, 'nested'>;
  /** Told of every change of an execution's status. */
  readonly onStatus: (record: ExecutionRecord) => Promise<void>;
}

/** Starts, runs, stops and resumes executions. */
export class Executions {
  readonly #options: Options;
  readonly #services: Services;
  readonly #running = new Map<string, Running>();
  readonly #waiting = new Map<string, ReturnType<typeof deferred<ExecutionRecord>>>();
  #closing = false;

  constructor(options: Options) {
    this.#options = options;
    this.#services = { ...options.services, nested: this };
  }

  /** Goes on with every execution that a former process left running. */
  async resume(): Promise<void> {
    for (const record of this.#options.index.all()) {
      if (record.status === 'RUNNING' && !this.#running.has(record.executionArn)) await this.#run(record);
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

  /** Starts an execution, or gives the one that the same request started before. Throws `ExecutionAlreadyExists`. */
  async start(request: StartRequest): Promise<ExecutionRecord> {
    const { index, machines, services } = this.#options;
    const executionArn = `${request.stateMachineArn.replace(':stateMachine:', ':execution:')}:${request.name}`;
    const existing = index.get(executionArn);
    if (existing) {
      const started = sameStart(existing, request);
      // the first request may still be on its way to the disk, and both are answered by this
      await index.change(executionArn, {});
      return started;
    }
    const { mapRun } = request;
    const machine = mapRun ? undefined : machines.get(request.stateMachineArn);
    const record: ExecutionRecord = {
      executionArn,
      stateMachineArn: request.stateMachineArn,
      name: request.name,
      status: 'RUNNING',
      roleArn: mapRun?.roleArn ?? machine?.roleArn ?? '',
      definition: mapRun?.definition ?? { revisionId: machine?.revisionId ?? '' },
      input: request.input,
      startDate: services.clock.now() / 1000,
      redriveCount: 0,
      ...(request.startedBy === undefined ? {} : { startedBy: request.startedBy }),
      ...(mapRun ? { mapRunArn: mapRun.mapRunArn, itemCount: mapRun.itemCount } : {}),
    };
    await index.add(record);
    await this.#run(record);
    return record;
  }

  /** Stops an execution that runs; one that has ended stays as it is. */
  async stop(executionArn: string, error?: string, cause?: string): Promise<ExecutionRecord> {
    const running = this.#running.get(executionArn);
    if (running) {
      running.ending = {
        type: 'ExecutionAborted',
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
      running.stop.abort(new Halt('aborted'));
      await running.done;
    }
    return this.describe(executionArn);
  }

  /**
   * Runs a failed, stopped or timed-out execution again from where it ended: what succeeded stays, what didn't is
   * tried anew. Throws `ExecutionNotRedrivable`.
   */
  async redrive(executionArn: string): Promise<ExecutionRecord> {
    const { index, services } = this.#options;
    const { status, redriveCount } = this.describe(executionArn);
    if (status === 'RUNNING' || status === 'SUCCEEDED') {
      throw new AwsError('ExecutionNotRedrivable', `Execution is ${status} and cannot be redriven`);
    }
    const log = await openExecutionLog(index.historyFile(executionArn), services.clock);
    for (const [visit, facts] of [...log.allFacts()]) if (!facts.exit) log.note(visit, NOT_TRIED);
    const details = { redriveCount: redriveCount + 1 };
    log.record(log.events.length, 'ExecutionRedriven', { executionRedrivenEventDetails: details });
    await log.durable();
    await log.close();
    await index.change(executionArn, {
      status: 'RUNNING',
      redriveDate: services.clock.now() / 1000,
      ...details,
    });
    const record = this.describe(executionArn);
    await this.#run(record);
    return record;
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
    return running?.log.events ?? (await readHistory(this.#options.index.historyFile(executionArn)));
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
    this.#closing = true;
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort(new Halt('parked'));
    await Promise.all(running.map(({ done }) => done));
  }

  async #run(record: ExecutionRecord): Promise<void> {
    const { index, services } = this.#options;
    if (this.#closing) return;
    const log = await openExecutionLog(index.historyFile(record.executionArn), services.clock);
    const running: Running = {
      log,
      stop: new AbortController(),
      ending: { type: 'ExecutionAborted' },
      done: Promise.resolve(),
    };
    this.#running.set(record.executionArn, running);
    running.done = this.#runToEnd(record, running).finally(async () => {
      this.#running.delete(record.executionArn);
      await log.close();
    });
    // a fault of the emulator itself is reported by whoever awaits done
    running.done.catch(() => undefined);
  }

  async #runToEnd(record: ExecutionRecord, running: Running): Promise<void> {
    const { index, onStatus } = this.#options;
    const closing = await this.#walk(record, running);
    if (!closing) return;
    await running.log.durable();
    const ended = endOf(closing);
    // told before it is noted: a crash in between tells it twice, never not at all
    await onStatus({ ...record, ...ended });
    await index.change(record.executionArn, ended);
    this.#waiting.get(record.executionArn)?.resolve(this.describe(record.executionArn));
    this.#waiting.delete(record.executionArn);
  }

  /** Walks the machine and gives the event that closed the execution; none when it was parked. */
  async #walk(record: ExecutionRecord, running: Running): Promise<HistoryEvent | undefined> {
    const { log, stop } = running;
    const closed = log.events.at(-1);
    if (closed && CLOSED_STATUS[closed.type]) return closed;
    const over = new AbortController();
    const frame = { path: '', signal: stop.signal, context: {}, variables: {}, lastEventId: 0 };
    const close = (type: EventType, details: EventDetails) => {
      log.record(frame.lastEventId, type, details);
      return log.events.at(-1);
    };
    try {
      await this.#begin(record, log);
      this.#watchTime(record, running, over.signal);
      const states = this.#options.machines.statesOf(record.definition);
      const output = await walkStates(this.#runOf(record, log), frame, states, JSON.parse(record.input));
      const details = { output: JSON.stringify(output), outputDetails: { truncated: false } };
      return close('ExecutionSucceeded', { executionSucceededEventDetails: details });
    } catch (error) {
      if (!(error instanceof Halt)) {
        const failed =
          error instanceof StateError ? error : new StateError('States.Runtime', (error as Error).message);
        const details = { error: failed.error, cause: failed.message };
        return close('ExecutionFailed', { executionFailedEventDetails: details });
      }
      if (error.kind === 'parked') return undefined;
      const { type, ...why } = running.ending;
      return type === 'ExecutionTimedOut'
        ? close(type, { executionTimedOutEventDetails: why })
        : close(type, { executionAbortedEventDetails: why });
    } finally {
      over.abort();
    }
  }

  async #begin(record: ExecutionRecord, log: ExecutionLog): Promise<void> {
    if (log.events.length > 0) return;
    const { input, roleArn } = record;
    log.record(0, 'ExecutionStarted', {
      executionStartedEventDetails: { input, inputDetails: { truncated: false }, roleArn },
    });
    await this.#options.onStatus(record);
  }

  #watchTime(record: ExecutionRecord, running: Running, over: AbortSignal): void {
    const { machines, services } = this.#options;
    const { TimeoutSeconds } = machines.statesOf(record.definition);
    if (TimeoutSeconds === undefined) return;
    const remaining = (record.startDate + TimeoutSeconds) * 1000 - services.clock.now();
    services.clock.sleep(Math.max(0, remaining), over).then(
      () => {
        running.ending = { type: 'ExecutionTimedOut', error: 'States.Timeout' };
        running.stop.abort(new Halt('aborted'));
      },
      () => undefined,
    );
  }

  #runOf(record: ExecutionRecord, log: ExecutionLog): Run {
    const name = record.stateMachineArn.split(':').at(-1);
    return {
      executionArn: record.executionArn,
      stateMachineArn: record.stateMachineArn,
      definition: record.definition,
      roleArn: record.roleArn,
      log,
      services: this.#services,
      walk: walkStates,
      context: {
        Execution: {
          Id: record.executionArn,
          Input: JSON.parse(record.input),
          Name: record.name,
          RoleArn: record.roleArn,
          StartTime: new Date(record.startDate * 1000).toISOString(),
          RedriveCount: record.redriveCount,
        },
        StateMachine: { Id: record.stateMachineArn, Name: name },
      },
    };
  }
}

/** The facts of a visit whose work is to be tried as if for the first time. */
const NOT_TRIED: VisitFacts = { outcome: null, task: null, retriersUsed: [], retryAt: 0 };

function sameStart(existing: ExecutionRecord, request: StartRequest): ExecutionRecord {
  const same =
    request.startedBy === undefined
      ? existing.status === 'RUNNING' && existing.input === request.input
      : existing.startedBy === request.startedBy;
  if (same) return existing;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.executionArn}'`);
}

/** What the event that closes an execution says about it. */
function endOf(event: HistoryEvent): Partial<ExecutionRecord> {
  const { output } = event.executionSucceededEventDetails ?? {};
  const { error, cause } =
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails ??
    {};
  return {
    status: CLOSED_STATUS[event.type] ?? 'FAILED',
    stopDate: event.timestamp,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
