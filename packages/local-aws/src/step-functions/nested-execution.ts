import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { TaskState } from './definition.ts';
import type { ExecutionRecord } from './execution-index.ts';
import type { TaskInFlight } from './execution-log.ts';
import type { Resource } from './resource.ts';
import { Halt, StateError } from './state-error.ts';
import { submittedEvent } from './states/task-events.ts';
import type { Visit } from './visit.ts';

/**
 * `states:startExecution`: starts another execution and, for `.sync` and `.sync:2`, waits for its end (with `.sync:2`
 * its input and output are JSON, not strings). When the task ends first, so does the other execution.
 */
export async function callNestedExecution(
  visit: Visit<TaskState>,
  resource: Resource,
  task: TaskInFlight,
  over: AbortSignal,
): Promise<unknown> {
  if (resource.action !== 'startExecution') {
    throw new StateError('States.Runtime', `The resource '${resource.arn}' is not emulated.`);
  }
  const { nested } = visit.run.services;
  const started = await start(visit, task.arguments);
  if (resource.pattern === 'call' || resource.pattern === 'token') {
    return { ExecutionArn: started.executionArn, StartDate: isoTime(started.startDate) };
  }
  if (!visit.facts.task?.submitted) {
    const submitted = submittedEvent(resource, { ExecutionArn: started.executionArn });
    visit.record(submitted.type, submitted.details, () => ({ task: { ...task, submitted: true } }));
  }
  const { signal } = visit.frame;
  const stop = () => {
    // a parked parent goes on later, and its child with it
    if (signal.reason instanceof Halt && signal.reason.kind === 'parked') return;
    void nested.stop(started.executionArn, 'States.TaskAborted', 'the parent task has ended');
  };
  signal.addEventListener('abort', stop, { once: true });
  over.addEventListener('abort', stop, { once: true });
  try {
    return resultOf(await nested.ended(started.executionArn), resource);
  } finally {
    signal.removeEventListener('abort', stop);
    over.removeEventListener('abort', stop);
  }
}

async function start(visit: Visit<TaskState>, given: unknown) {
  const { StateMachineArn, Name, Input = {} } = given as Readonly<Record<string, unknown>>;
  if (typeof StateMachineArn !== 'string') {
    throw new StateError('States.Runtime', "The field 'StateMachineArn' is required but was missing.");
  }
  // the same attempt always has the same name, so that a restart finds what it started before
  const startedBy = `${visit.run.executionArn}#${visit.key}.${visit.retryCount}`;
  const name =
    typeof Name === 'string' ? Name : createHash('sha256').update(startedBy).digest('hex').slice(0, 36);
  try {
    const input = typeof Input === 'string' ? Input : JSON.stringify(Input);
    return await visit.run.services.nested.start({
      stateMachineArn: StateMachineArn,
      name,
      input,
      startedBy,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new StateError(`StepFunctions.${error.code}Exception`, error.message);
  }
}

const isoTime = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

function resultOf(execution: ExecutionRecord, resource: Resource): unknown {
  const parsed = (text: string | undefined) =>
    text !== undefined && resource.pattern === 'sync:2' ? JSON.parse(text) : text;
  const result = {
    ExecutionArn: execution.executionArn,
    Input: parsed(execution.input),
    InputDetails: { Included: true },
    Name: execution.name,
    Output: parsed(execution.output),
    OutputDetails: { Included: true },
    StartDate: isoTime(execution.startDate),
    StateMachineArn: execution.stateMachineArn,
    Status: execution.status,
    StopDate: isoTime(execution.stopDate),
    Error: execution.error,
    Cause: execution.cause,
  };
  if (execution.status !== 'SUCCEEDED') throw new StateError('States.TaskFailed', JSON.stringify(result));
  return result;
}
