import { deferred } from '../deferred.ts';
import type { TaskState } from '../definition.ts';
import type { Outcome, TaskInFlight } from '../execution-log.ts';
import { invokeTask } from '../invoke-task.ts';
import { type TaskPattern, taskPattern } from '../resource.ts';
import { StateError, untilAborted } from '../state-error.ts';
import type { Performed, Visit } from '../visit.ts';
import { outcomeEvent, scheduledEvent, startedEvent, submittedEvent } from './task-events.ts';

/** One attempt at a task: from being scheduled to its one outcome. */
interface Attempt {
  readonly visit: Visit<TaskState>;
  readonly pattern: TaskPattern;
  readonly task: TaskInFlight;
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds: number;
  /** Aborted once there is an outcome. */
  readonly over: AbortController;
  readonly outcome: Promise<Outcome>;
  /** The first outcome counts and is recorded at once; resolves when it is on disk. */
  settle(outcome: Outcome): Promise<void>;
}

/**
 * Does the task's work within its time. An attempt that a crash interrupted is made again with the same
 * arguments and token; once its token was handed out it is only waited for.
 */
export async function performTask(visit: Visit<TaskState>): Promise<Performed> {
  const attempt = await beginAttempt(visit);
  try {
    const working = Promise.all([watchTime(attempt), work(attempt)]).then(() => attempt.outcome);
    const outcome = await untilAborted(Promise.race([attempt.outcome, working]), visit.frame.signal);
    await visit.run.log.durable();
    if ('error' in outcome) throw new StateError(outcome.error, outcome.cause);
    return outcome;
  } finally {
    attempt.over.abort();
    if (attempt.task.token !== undefined) visit.run.services.tokens.remove(attempt.task.token);
  }
}

async function beginAttempt(visit: Visit<TaskState>): Promise<Attempt> {
  const { state, run } = visit;
  const pattern = taskPattern(state.Resource);
  const timeoutSeconds = await visit.fillNumber(state.TimeoutSeconds, 'TimeoutSeconds', 1);
  const heartbeatSeconds = await visit.fillNumber(state.HeartbeatSeconds, 'HeartbeatSeconds', 1);
  const task = visit.facts.task ?? (await schedule(visit, pattern, timeoutSeconds, heartbeatSeconds));
  await run.log.durable();
  // stopped while the disk was busy: then nothing may be called any more
  visit.frame.signal.throwIfAborted();
  const { promise, resolve, reject } = deferred<Outcome>();
  const over = new AbortController();
  return {
    visit,
    pattern,
    task,
    timeoutSeconds: timeoutSeconds ?? Number.POSITIVE_INFINITY,
    heartbeatSeconds: heartbeatSeconds ?? Number.POSITIVE_INFINITY,
    over,
    outcome: promise,
    settle: async (outcome) => {
      if (!over.signal.aborted && !visit.frame.signal.aborted) {
        over.abort();
        try {
          resolve(recordOutcome(visit, pattern, outcome));
        } catch (error) {
          reject(error as Error);
        }
      }
      await run.log.durable();
    },
  };
}

async function schedule(
  visit: Visit<TaskState>,
  pattern: TaskPattern,
  timeoutSeconds: number | undefined,
  heartbeatSeconds: number | undefined,
): Promise<TaskInFlight> {
  const { stateMachineArn, services } = visit.run;
  const token = pattern === 'token' ? services.tokens.create(stateMachineArn) : undefined;
  const context = token === undefined ? {} : { Task: { Token: token } };
  const filled = await visit.fillOr(visit.input, visit.state.Arguments, 'Arguments', {}, context);
  const parameters = visit.checkSize(filled);
  const times = {
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
  const task = { arguments: filled, startedAt: visit.now, ...(token === undefined ? {} : { token }) };
  const scheduled = scheduledEvent(pattern, parameters, times, services.region);
  visit.record(scheduled.type, scheduled.details, () => ({ task }));
  const started = startedEvent(pattern);
  visit.record(started.type, started.details);
  return task;
}

async function work(attempt: Attempt): Promise<void> {
  try {
    if (attempt.pattern === 'token') await submit(attempt);
    else await attempt.settle({ result: await call(attempt) });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    await attempt.settle({ error: error.error, cause: error.message });
  }
}

const call = ({ visit, task }: Attempt): Promise<unknown> => invokeTask(task.arguments, visit.run.services);

/** Hands out the token, unless that was done before a restart; the outcome comes with the token. */
async function submit(attempt: Attempt): Promise<void> {
  const { visit, pattern, task } = attempt;
  if (task.token === undefined) throw new StateError('States.Runtime', 'The task has no token.');
  const note = (changes: Partial<TaskInFlight>) =>
    visit.note({ task: { ...(visit.facts.task ?? task), ...changes } });
  visit.run.services.tokens.register(task.token, {
    succeed: (output) => attempt.settle({ result: output }),
    fail: (error, cause) => attempt.settle({ error, cause }),
    heartbeat: async () => {
      note({ heartbeatAt: visit.now });
      await visit.run.log.durable();
    },
  });
  if (task.submitted) return;
  const answer = await call(attempt);
  if (attempt.over.signal.aborted) return;
  const submitted = submittedEvent(pattern, answer);
  visit.record(submitted.type, submitted.details, () => ({
    task: { ...(visit.facts.task ?? task), submitted: true },
  }));
}

/** Settles the attempt as timed out when its time, or the time since the last heartbeat, is over. */
async function watchTime(attempt: Attempt): Promise<void> {
  const { visit, pattern, task, over } = attempt;
  // a token that was handed out keeps its deadline over a
  // restart; a call that was lost with the process starts anew
  const startedAt = pattern === 'token' ? task.startedAt : visit.now;
  const end = startedAt + attempt.timeoutSeconds * 1000;
  const nextBeat = () => (visit.facts.task?.heartbeatAt ?? startedAt) + attempt.heartbeatSeconds * 1000;
  while (Number.isFinite(Math.min(end, nextBeat())) && !over.signal.aborted) {
    try {
      await visit.sleepUntil(Math.min(end, nextBeat()), over.signal);
    } catch (error) {
      if (over.signal.aborted) return;
      throw error;
    }
    if (visit.now >= end) await attempt.settle({ error: 'States.Timeout', cause: '' });
    else if (visit.now >= nextBeat()) await attempt.settle({ error: 'States.HeartbeatTimeout', cause: '' });
  }
}

/** A result that is too large is a failure, and is recorded as one. */
function recordOutcome(visit: Visit<TaskState>, pattern: TaskPattern, given: Outcome): Outcome {
  const outcome = 'result' in given ? visit.limited(given) : given;
  const event = outcomeEvent(pattern, outcome);
  visit.record(event.type, event.details, () => ({ outcome }));
  return outcome;
}
