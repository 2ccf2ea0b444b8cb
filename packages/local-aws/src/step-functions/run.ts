import type { Clock } from '../clock.ts';
import type { States } from './definition.ts';
import type { DefinitionReference, ExecutionRecord, StartRequest } from './execution-index.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { MapRuns } from './map-runs.ts';
import type { ObjectStore } from './object-store.ts';
import type { TaskTokens } from './task-tokens.ts';

/** Access of a Distributed Map to its child executions. */
export interface ChildExecutions {
  /**
   * Starts an execution and resolves when that is on disk. One of the same name by the same `startedBy` is
   * the same execution: it is not started again.
   */
  start(request: StartRequest): Promise<ExecutionRecord>;
  /** Resolves once it has ended. */
  ended(executionArn: string): Promise<ExecutionRecord>;
  stop(executionArn: string): Promise<unknown>;
}

/** The world outside the state machine, as states see it. */
export interface Services {
  readonly clock: Clock;
  readonly region: string;
  /** Rejects with an error that has `errorType` and `errorMessage` when the function itself failed. */
  readonly invokeFunction: (arn: string, payload: unknown) => Promise<unknown>;
  readonly objects: ObjectStore | undefined;
  readonly tokens: TaskTokens;
  readonly children: ChildExecutions;
  readonly mapRuns: MapRuns;
}

/** One execution while it runs. */
export interface Run {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly definition: DefinitionReference;
  readonly roleArn: string;
  readonly log: ExecutionLog;
  readonly services: Services;
  /** `Execution` and `StateMachine` of the context object. */
  readonly context: Readonly<Record<string, unknown>>;
  /**
   * Walks through a machine; here, so that states with
   * machines inside them need not import what imports them.
   */
  readonly walk: (run: Run, frame: Frame, states: States, input: unknown) => Promise<unknown>;
}

/** One walk through a machine, a branch or an iteration. Changes as the walk goes on. */
export interface Frame {
  /** Where in the execution this walk is: unique, and the same after a restart. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** Further members of the context object, such as `Map`. */
  readonly context: Readonly<Record<string, unknown>>;
  variables: Readonly<Record<string, unknown>>;
  /** The event that caused what comes next. */
  lastEventId: number;
}
