import type { EventDetails, EventType, Outcome } from '../execution-log.ts';
import type { Resource } from '../resource.ts';

interface Event {
  readonly type: EventType;
  readonly details: EventDetails;
}

interface TaskTimes {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

const PATTERN_SUFFIXES = {
  call: '',
  sync: '.sync',
  'sync:2': '.sync:2',
  token: '.waitForTaskToken',
} as const;
const TIMEOUTS: readonly string[] = ['States.Timeout', 'States.HeartbeatTimeout'];
const COMPLETE = { truncated: false };

/** Members that the events of a service integration share. */
export function resourceDetails({ integration, service, action, pattern }: Resource) {
  return {
    resourceType: integration === 'sdk' ? `aws-sdk:${service}` : service,
    resource: `${action}${PATTERN_SUFFIXES[pattern]}`,
  };
}

/** `parameters` is the JSON of what the task is called with. */
export function scheduledEvent(
  resource: Resource,
  parameters: string,
  times: TaskTimes,
  region: string,
): Event {
  if (resource.integration === 'function') {
    const details = { resource: resource.arn, input: parameters, inputDetails: COMPLETE, ...times };
    return { type: 'LambdaFunctionScheduled', details: { lambdaFunctionScheduledEventDetails: details } };
  }
  const details = { ...resourceDetails(resource), region, parameters, ...times };
  return { type: 'TaskScheduled', details: { taskScheduledEventDetails: details } };
}

export function startedEvent(resource: Resource): Event {
  if (resource.integration === 'function') return { type: 'LambdaFunctionStarted', details: {} };
  return { type: 'TaskStarted', details: { taskStartedEventDetails: resourceDetails(resource) } };
}

export function submittedEvent(resource: Resource, answer: unknown): Event {
  const details = { ...resourceDetails(resource), output: JSON.stringify(answer), outputDetails: COMPLETE };
  return { type: 'TaskSubmitted', details: { taskSubmittedEventDetails: details } };
}

export function outcomeEvent(resource: Resource, outcome: Outcome): Event {
  const isFunction = resource.integration === 'function';
  if ('result' in outcome) {
    const output = { output: JSON.stringify(outcome.result), outputDetails: COMPLETE };
    return isFunction
      ? { type: 'LambdaFunctionSucceeded', details: { lambdaFunctionSucceededEventDetails: output } }
      : {
          type: 'TaskSucceeded',
          details: { taskSucceededEventDetails: { ...resourceDetails(resource), ...output } },
        };
  }
  const failed = { error: outcome.error, cause: outcome.cause };
  if (isFunction) {
    return TIMEOUTS.includes(outcome.error)
      ? { type: 'LambdaFunctionTimedOut', details: { lambdaFunctionTimedOutEventDetails: failed } }
      : { type: 'LambdaFunctionFailed', details: { lambdaFunctionFailedEventDetails: failed } };
  }
  const details = { ...resourceDetails(resource), ...failed };
  return TIMEOUTS.includes(outcome.error)
    ? { type: 'TaskTimedOut', details: { taskTimedOutEventDetails: details } }
    : { type: 'TaskFailed', details: { taskFailedEventDetails: details } };
}
