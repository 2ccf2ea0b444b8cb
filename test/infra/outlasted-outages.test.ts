import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../lambda/api/functions.ts';
import { GENERATIONS_CHANGED } from '../../lambda/enrollment/contract.ts';
import { LONGEST_ENROLLMENT_MS } from '../../lambda/enrollment/domain/enrollment.ts';
import {
  LAMBDA_TRANSIENT_ERRORS,
  OUTLASTED_OUTAGE_SECONDS,
  TRANSIENT_ERRORS,
} from '../../lambda/kernel/retry.ts';
import { REQUEST_ANSWER_MS } from '../../lambda/platform/request-deadline.ts';
import { definitionOf } from '../support/state-machine.ts';
import { synthesize } from '../support/synthesize.ts';

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL' | 'NONE';
}
interface State {
  readonly Type: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
}
interface Machine {
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}
interface Task {
  readonly machine: string;
  readonly name: string;
  readonly seconds: number;
  readonly retriers: readonly Retrier[];
}

/** API Gateway's longest integration timeout by default. */
const GATEWAY_TIMEOUT_SECONDS = 29;

const MACHINES = ['Registration', 'BulkIndexing', 'Migration', 'Reconciliation'];

const tasksOf = (machine: string, { States }: Machine): readonly Task[] =>
  Object.entries(States).flatMap(([name, { Type, TimeoutSeconds = Number.NaN, Retry = [], ...state }]) => [
    ...(Type === 'Task' ? [{ machine, name, seconds: TimeoutSeconds, retriers: Retry }] : []),
    ...[...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])].flatMap((inner) =>
      tasksOf(machine, inner),
    ),
  ]);

const tasks = MACHINES.flatMap((machine) => tasksOf(machine, definitionOf<Machine>(machine)));

/** The longest waits of a retrier, in seconds. */
const boundsOf = ({ IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds }: Retrier) =>
  Array.from({ length: MaxAttempts }, (_, attempt) =>
    Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** attempt),
  );
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/**
 * Seconds that all waits of a retrier reach with a probability of 99.8 %: full jitter draws each evenly from 0
 * to its bound, so the sum has half the bounds as its mean and a twelfth of their squares as its variance.
 */
function coveredBy(retrier: Retrier): number {
  const bounds = boundsOf(retrier);
  if (retrier.JitterStrategy !== 'FULL') return sum(bounds);
  return sum(bounds) / 2 - 3 * Math.sqrt(sum(bounds.map((bound) => bound ** 2)) / 12);
}

/** Errors that waiting does not cure, as Rekognition, DynamoDB, S3, Lambda and our own code name them. */
const LASTING_ERRORS = [
  'AccessDeniedException',
  'ValidationException',
  'InvalidParameterException',
  'InvalidImageFormatException',
  'ImageTooLargeException',
  'ResourceNotFoundException',
  'ConditionalCheckFailedException',
  'NoSuchKey',
  'Error',
  'TypeError',
  'ZodError',
  'Runtime.ImportModuleError',
  'SearchRefused',
  'UnknownFaceModelVersion',
  GENERATIONS_CHANGED,
];

const retrierOf = ({ retriers }: Task, error: string): Retrier | undefined =>
  retriers.find(({ ErrorEquals }) =>
    ErrorEquals.some((name) => ['States.ALL', 'States.TaskFailed', error].includes(name)),
  );

describe('an outage or throttling of five minutes', () => {
  it('is outlasted by every task, whatever the transient error is, with full jitter', () => {
    expect(tasks.length).toBeGreaterThan(15);
    for (const task of tasks)
      for (const error of [...TRANSIENT_ERRORS, ...LAMBDA_TRANSIENT_ERRORS, 'States.Timeout']) {
        const retrier = retrierOf(task, error);
        const about = `${task.machine}.${task.name} after ${error}`;
        expect(retrier?.JitterStrategy, about).toBe('FULL');
        expect(retrier ? coveredBy(retrier) : 0, about).toBeGreaterThanOrEqual(OUTLASTED_OUTAGE_SECONDS);
      }
  });

  it('is not waited for after an error that lasts', () => {
    for (const task of tasks)
      for (const error of LASTING_ERRORS)
        expect(retrierOf(task, error), `${task.machine}.${task.name} after ${error}`).toBeUndefined();
  });

  it('ends before the execution times out, even if every attempt hangs', () => {
    for (const machine of MACHINES) {
      const { TimeoutSeconds = 0 } = definitionOf<Machine>(machine);
      for (const { name, seconds, retriers } of tasks.filter((task) => task.machine === machine)) {
        const longest = sum(
          retriers.map((retrier) => sum(boundsOf(retrier)) + retrier.MaxAttempts * seconds),
        );
        expect(longest + seconds, `${machine}.${name}`).toBeLessThan(TimeoutSeconds);
      }
    }
  });

  it('keeps the claim and the faces of a registration, which are not leftovers until it has timed out', () => {
    const { TimeoutSeconds = 0 } = definitionOf<Machine>('Registration');
    expect(LONGEST_ENROLLMENT_MS).toBe(TimeoutSeconds * 1000);
  });
});

describe('a request to the API', () => {
  it('is answered by its function before that, or API Gateway, times out', () => {
    const names = Object.entries(FUNCTIONS).flatMap(([name, definition]) =>
      'routes' in definition ? [`face-idv ${name}`] : [],
    );
    const functions = synthesize('dev')
      .of('AWS::Lambda::Function')
      .filter(({ properties }) => names.includes(String(properties.Description)));
    expect(functions).toHaveLength(names.length);
    for (const { properties } of functions) {
      expect(properties.Timeout * 1000, properties.Description).toBeGreaterThan(2 * REQUEST_ANSWER_MS);
      expect(properties.Timeout, properties.Description).toBeLessThan(GATEWAY_TIMEOUT_SECONDS);
    }
  });
});
