import type { EventDetails, EventType, Outcome } from '../execution-log.ts';
import type { TaskPattern } from '../resource.ts';

interface Event {
  readonly type: EventType;
  readonly details: EventDetails;
}

interface TaskTimes {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

const TIMEOUTS: readonly string[] = ['States.Timeout', 'States.HeartbeatTimeout'];
const COMPLETE = { truncated: false };

/** Members that the events of a task share. */
const resourceDetails = (pattern: TaskPattern) => ({
  resourceType: 'lambda',
  resource: pattern === 'token' ? 'invoke.waitForTaskToken' : 'invoke',
});

/** `parameters` is the JSON of what the task is called with. */
export function scheduledEvent(
  pattern: TaskPattern,
  parameters: string,
  times: TaskTimes,
  region: string,
): Event {
  const details = { ...resourceDetails(pattern), region, parameters, ...times };
  return { type: 'TaskScheduled', details: { taskScheduledEventDetails: details } };
}

export function startedEvent(pattern: TaskPattern): Event {
  return { type: 'TaskStarted', details: { taskStartedEventDetails: resourceDetails(pattern) } };
}

export function submittedEvent(pattern: TaskPattern, answer: unknown): Event {
  const details = { ...resourceDetails(pattern), output: JSON.stringify(answer), outputDetails: COMPLETE };
  return { type: 'TaskSubmitted', details: { taskSubmittedEventDetails: details } };
}

export function outcomeEvent(pattern: TaskPattern, outcome: Outcome): Event {
  if ('result' in outcome) {
    const output = { output: JSON.stringify(outcome.result), outputDetails: COMPLETE };
    const details = { ...resourceDetails(pattern), ...output };
    return { type: 'TaskSucceeded', details: { taskSucceededEventDetails: details } };
  }
  const details = { ...resourceDetails(pattern), error: outcome.error, cause: outcome.cause };
  return TIMEOUTS.includes(outcome.error)
    ? { type: 'TaskTimedOut', details: { taskTimedOutEventDetails: details } }
    : { type: 'TaskFailed', details: { taskFailedEventDetails: details } };
}
