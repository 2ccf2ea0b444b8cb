import { setMaxListeners } from 'node:events';
import type { ExecutionRecord } from './execution-index.ts';
import {
  CLOSED_STATUS,
  type EventDetails,
  type EventType,
  type ExecutionLog,
  type HistoryEvent,
  openExecutionLog,
} from './execution-log.ts';
import type { Run, Services } from './run.ts';
import { Halt, StateError } from './state-error.ts';
import type { StateMachines } from './state-machines.ts';
import { walkStates } from './visit-state.ts';

/** How an execution ends that its states did not bring to an end. */
interface Ending {
  readonly type: 'ExecutionAborted' | 'ExecutionTimedOut';
  readonly error?: string;
  readonly cause?: string;
}

interface Closing {
  readonly type: EventType;
  readonly details: EventDetails;
}

export interface RunningOptions {
  readonly historyFile: string;
  readonly machines: StateMachines;
  readonly services: Services;
}

/** One execution while this process runs it. */
export class RunningExecution {
  readonly record: ExecutionRecord;
  readonly log: ExecutionLog;
  readonly #options: RunningOptions;
  readonly #stop = new AbortController();
  #ending: Ending = { type: 'ExecutionAborted' };

  private constructor(record: ExecutionRecord, log: ExecutionLog, options: RunningOptions) {
    this.record = record;
    this.log = log;
    this.#options = options;
    // every state that is in flight listens; Node takes more than ten for a leak
    setMaxListeners(0, this.#stop.signal);
  }

  static async open(record: ExecutionRecord, options: RunningOptions): Promise<RunningExecution> {
    return new RunningExecution(
      record,
      await openExecutionLog(options.historyFile, options.services.clock),
      options,
    );
  }

  /** Ends the execution from outside. */
  end(ending: Ending): void {
    this.#ending = ending;
    this.#stop.abort(new Halt('aborted'));
  }

  /** Stands still from now on; the next process goes on. */
  park(): void {
    this.#stop.abort(new Halt('parked'));
  }

  /**
   * Runs to the end and gives the event that closed the
   * execution, which is on disk then; none when it was parked.
   */
  async run(): Promise<HistoryEvent | undefined> {
    const { log } = this;
    const last = log.events.at(-1);
    if (last && CLOSED_STATUS[last.type]) return last;
    const frame = { path: '', signal: this.#stop.signal, context: {}, variables: {}, lastEventId: 0 };
    const over = new AbortController();
    let closing: Closing | undefined;
    try {
      this.#begin();
      this.#watchTime(over.signal);
      const { machines } = this.#options;
      const states = machines.statesOf(this.record.definition);
      const output = await walkStates(this.#asRun(), frame, states, JSON.parse(this.record.input));
      closing = succeeded(output);
    } catch (error) {
      closing = error instanceof Halt ? this.#halted(error) : failed(error as Error);
    } finally {
      over.abort();
    }
    if (!closing) return undefined;
    log.record(frame.lastEventId, closing.type, closing.details);
    await log.durable();
    return log.events.at(-1);
  }

  #begin(): void {
    if (this.log.events.length > 0) return;
    const { input, roleArn } = this.record;
    const details = { input, inputDetails: { truncated: false }, roleArn };
    this.log.record(0, 'ExecutionStarted', { executionStartedEventDetails: details });
  }

  #watchTime(over: AbortSignal): void {
    const { machines, services } = this.#options;
    const { TimeoutSeconds } = machines.statesOf(this.record.definition);
    if (TimeoutSeconds === undefined) return;
    const remaining = (this.record.startDate + TimeoutSeconds) * 1000 - services.clock.now();
    services.clock.sleep(Math.max(0, remaining), over).then(
      () => this.end({ type: 'ExecutionTimedOut', error: 'States.Timeout' }),
      // the execution ended first
      () => undefined,
    );
  }

  #halted(halt: Halt): Closing | undefined {
    if (halt.kind === 'parked') return undefined;
    const { type, ...why } = this.#ending;
    const details =
      type === 'ExecutionTimedOut'
        ? { executionTimedOutEventDetails: why }
        : { executionAbortedEventDetails: why };
    return { type, details };
  }

  #asRun(): Run {
    const { executionArn, stateMachineArn, definition, roleArn, name, input, startDate } = this.record;
    return {
      executionArn,
      stateMachineArn,
      definition,
      roleArn,
      log: this.log,
      services: this.#options.services,
      walk: walkStates,
      context: {
        Execution: {
          Id: executionArn,
          Input: JSON.parse(input),
          Name: name,
          RoleArn: roleArn,
          StartTime: new Date(startDate * 1000).toISOString(),
          RedriveCount: 0,
        },
        StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) },
      },
    };
  }
}

function succeeded(output: unknown): Closing {
  const details = { output: JSON.stringify(output), outputDetails: { truncated: false } };
  return { type: 'ExecutionSucceeded', details: { executionSucceededEventDetails: details } };
}

/** A fault of a service behind a task is a fault of the execution, as AWS has it. */
function failed(error: Error): Closing {
  const name = error instanceof StateError ? error.error : 'States.Runtime';
  return {
    type: 'ExecutionFailed',
    details: { executionFailedEventDetails: { error: name, cause: error.message } },
  };
}

/** The execution after the event that closed it. */
export function closedRecord(record: ExecutionRecord, event: HistoryEvent): ExecutionRecord {
  const { output } = event.executionSucceededEventDetails ?? {};
  const { error, cause } =
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails ??
    {};
  return {
    ...record,
    status: CLOSED_STATUS[event.type] ?? 'FAILED',
    stopDate: event.timestamp,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
