import { AwsError } from '../aws-error.ts';
import type { ExecutionRecord } from './execution-index.ts';
import type { Executions } from './executions.ts';
import type { MapRun, MapRuns } from './map-runs.ts';
import { page } from './page.ts';
import type { StateMachines } from './state-machines.ts';
import type { TaskTokens } from './task-tokens.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input) => Promise<unknown> | unknown;

interface Dependencies {
  readonly machines: StateMachines;
  readonly executions: Executions;
  readonly mapRuns: MapRuns;
  readonly tokens: TaskTokens;
  readonly newId: () => string;
}

/** Names that AWS takes: no white space, brackets, wildcards, quotes or control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const NAME_FORM = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;

/** Bytes of UTF-8 that the input of an execution may have. */
const MAX_INPUT_BYTES = 262_144;

/** The operations of the Step Functions API that are emulated, by their names. */
export function stepFunctionsApi({ machines, executions, mapRuns, tokens, newId }: Dependencies) {
  const operations: Readonly<Record<string, Operation>> = {
    ListStateMachines: (input) => {
      const { items, nextToken } = page(machines.list(), input);
      const stateMachines = items.map(({ stateMachineArn, name, creationDate }) => ({
        stateMachineArn,
        name,
        creationDate,
        type: 'STANDARD',
      }));
      return { stateMachines, nextToken };
    },
    StartExecution: async (input) => {
      const name = input.name === undefined ? newId() : nameOf(input, 'name');
      const stateMachineArn = text(input, 'stateMachineArn');
      const started = await executions.start({ stateMachineArn, name, input: inputOf(input) });
      return { executionArn: started.executionArn, startDate: started.startDate };
    },
    DescribeExecution: (input) => describedExecution(executions.describe(text(input, 'executionArn'))),
    ListExecutions: (input) => {
      const matching = [...executions.list()].filter(isAskedFor(input, machines));
      const newestFirst = matching.sort((a, b) => b.startDate - a.startDate);
      const { items, nextToken } = page(newestFirst, input);
      return { executions: items.map(listedExecution), nextToken };
    },
    GetExecutionHistory: async (input) => {
      const history = await executions.history(text(input, 'executionArn'));
      const { items, nextToken } = page(input.reverseOrder === true ? history.toReversed() : history, input);
      return { events: items, nextToken };
    },
    StopExecution: async (input) => {
      const executionArn = text(input, 'executionArn');
      const { stopDate } = await executions.stop(
        executionArn,
        optional(input, 'error'),
        optional(input, 'cause'),
      );
      return { stopDate };
    },
    SendTaskSuccess: async (input) => {
      const output = jsonOf(input, 'output', 'InvalidOutput');
      await (await tokens.find(text(input, 'taskToken'))).succeed(output);
      return {};
    },
    SendTaskFailure: async (input) => {
      const task = await tokens.find(text(input, 'taskToken'));
      await task.fail(optional(input, 'error') ?? '', optional(input, 'cause') ?? '');
      return {};
    },
    SendTaskHeartbeat: async (input) => {
      await (await tokens.find(text(input, 'taskToken'))).heartbeat();
      return {};
    },
    DescribeMapRun: (input) => describedMapRun(mapRuns.get(text(input, 'mapRunArn')), executions),
    ListMapRuns: (input) => {
      const { items, nextToken } = page(mapRuns.listOf(text(input, 'executionArn')), input);
      const listed = items.map(({ mapRunArn, executionArn, stateMachineArn, startDate, stopDate }) => ({
        mapRunArn,
        executionArn,
        stateMachineArn,
        startDate,
        stopDate,
      }));
      return { mapRuns: listed, nextToken };
    },
  };
  return operations;
}

function text(input: Input, member: string): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function optional(input: Input, member: string): string | undefined {
  return typeof input[member] === 'string' ? input[member] : undefined;
}

function nameOf(input: Input, member: string): string {
  const name = text(input, member);
  if (NAME_FORM.test(name)) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

function inputOf(input: Input): string {
  const given = optional(input, 'input') ?? '{}';
  jsonOf({ input: given }, 'input', 'InvalidExecutionInput');
  return given;
}

function jsonOf(input: Input, member: string, code: string): unknown {
  const given = text(input, member);
  if (Buffer.byteLength(given) > MAX_INPUT_BYTES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${MAX_INPUT_BYTES}`,
    );
  }
  try {
    return JSON.parse(given);
  } catch (error) {
    throw new AwsError(code, `Invalid ${member}: ${(error as Error).message}`);
  }
}

function isAskedFor(input: Input, machines: StateMachines): (record: ExecutionRecord) => boolean {
  const status = optional(input, 'statusFilter');
  const hasStatus = (record: ExecutionRecord) => status === undefined || record.status === status;
  const mapRunArn = optional(input, 'mapRunArn');
  if (mapRunArn !== undefined) return (record) => record.mapRunArn === mapRunArn && hasStatus(record);
  const { stateMachineArn } = machines.get(text(input, 'stateMachineArn'));
  return (record) => record.stateMachineArn === stateMachineArn && hasStatus(record);
}

function describedExecution(record: ExecutionRecord) {
  const { definition, startedBy, itemCount, roleArn, ...described } = record;
  return {
    ...described,
    inputDetails: { included: true },
    ...(record.output === undefined ? {} : { outputDetails: { included: true } }),
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
  };
}

function listedExecution(record: ExecutionRecord) {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, mapRunArn, itemCount } = record;
  return { executionArn, stateMachineArn, name, status, startDate, stopDate, mapRunArn, itemCount };
}

const COUNTED = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
} as const;

function describedMapRun(run: MapRun, executions: Executions) {
  const { totalItems, totalExecutions, resultsWritten, ...described } = run;
  const none = { running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0 };
  const items = { ...none };
  const children = { ...none };
  for (const child of executions.list()) {
    if (child.mapRunArn !== run.mapRunArn) continue;
    items[COUNTED[child.status]] += child.itemCount ?? 0;
    children[COUNTED[child.status]] += 1;
  }
  const sum = (counts: typeof none) => Object.values(counts).reduce((total, count) => total + count, 0);
  const counts = (counted: typeof none, total: number) => ({
    ...counted,
    pending: total - sum(counted),
    total,
    resultsWritten,
  });
  return {
    ...described,
    itemCounts: counts(items, totalItems),
    executionCounts: counts(children, totalExecutions),
  };
}
