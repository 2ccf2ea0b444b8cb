import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStepFunctions, type StepFunctionsUnderTest } from './a-step-functions.ts';

let states: StepFunctionsUnderTest;
beforeAll(async () => {
  states = await aStepFunctions();
});
afterAll(() => states.close());

const historyOf = async (executionArn: string, more: object = {}) =>
  (await states.client.send(new GetExecutionHistoryCommand({ executionArn, ...more }))).events ?? [];

const run = async (machine: Readonly<Record<string, object>>, input: unknown = {}, more: object = {}) => {
  const execution = await states.start(await states.aStateMachine(machine, more), input);
  return states.ended(execution);
};

const pass = (more: object = { End: true }) => ({ Type: 'Pass', ...more });

describe('an execution', () => {
  it('gives its output, and tells what it was started with', async () => {
    const ended = await run({ Double: pass({ Output: '{% $states.input.n * 2 %}', End: true }) }, { n: 21 });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', input: '{"n":21}', output: '42', redriveCount: 0 });
    expect(ended.stopDate?.getTime()).toBeGreaterThanOrEqual(ended.startDate?.getTime() ?? Number.NaN);
  });

  it('has the history that AWS gives these states', async () => {
    const machine = await states.aStateMachine({
      Begin: pass({ Assign: { n: 1 }, Next: 'Choose' }),
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% $n = 1 %}', Next: 'Both' }], Default: 'Done' },
      Both: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: pass() } }], Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: { StartAt: 'B', States: { B: pass() } },
        Next: 'Pause',
      },
      Pause: { Type: 'Wait', Seconds: 1, Next: 'Done' },
      Done: { Type: 'Succeed' },
    });
    const execution = await states.start(machine);
    await states.ended(execution);
    const events = await historyOf(execution);
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'PassStateEntered',
      'PassStateExited',
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'MapStateEntered',
      'MapStateStarted',
      'MapIterationStarted',
      'PassStateEntered',
      'PassStateExited',
      'MapIterationSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[1]).toMatchObject({
      id: 2,
      previousEventId: 0,
      stateEnteredEventDetails: { name: 'Begin', input: '{}' },
    });
    expect(events[2]?.stateExitedEventDetails).toMatchObject({
      name: 'Begin',
      output: '{}',
      assignedVariables: { n: '1' },
    });
    expect(events[12]?.mapStateStartedEventDetails).toEqual({ length: 1 });
    expect(events.at(-1)?.executionSucceededEventDetails?.output).toBe('[1]');
  });

  it('pages through its history, also from its end', async () => {
    const execution = await states.start(await states.aStateMachine({ Only: pass() }));
    await states.ended(execution);
    const command = new GetExecutionHistoryCommand({ executionArn: execution, maxResults: 3 });
    const first = await states.client.send(command);
    expect(first.events?.map(({ id }) => id)).toEqual([1, 2, 3]);
    const rest = await historyOf(execution, { nextToken: first.nextToken });
    expect(rest.map(({ id }) => id)).toEqual([4]);
    expect((await historyOf(execution, { reverseOrder: true })).map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  });

  it.each([
    [
      'a Fail state',
      { Stop: { Type: 'Fail', Error: 'Mine', Cause: 'because' } },
      { error: 'Mine', cause: 'because' },
    ],
    [
      'an expression without a value',
      { Tell: pass({ Output: '{% $absent %}', End: true }) },
      { error: 'States.QueryEvaluationError' },
    ],
    [
      'a choice that nothing matches',
      {
        Choose: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Done' }] },
        Done: { Type: 'Succeed' },
      },
      { error: 'States.NoChoiceMatched' },
    ],
  ])('fails by %s', async (_name, machine, failure) => {
    expect(await run(machine)).toMatchObject({ status: 'FAILED', ...failure });
  });

  it('times out as its machine says', async () => {
    const ended = await run({ Sleep: { Type: 'Wait', Seconds: 60, End: true } }, {}, { TimeoutSeconds: 1 });
    expect(ended).toMatchObject({ status: 'TIMED_OUT' });
    expect((await historyOf(ended.executionArn ?? '')).at(-1)?.type).toBe('ExecutionTimedOut');
  });

  it('is started once by one name and input', async () => {
    const machine = await states.aStateMachine({ Sleep: { Type: 'Wait', Seconds: 60, End: true } });
    const execution = await states.start(machine, { a: 1 }, 'one');
    expect(await states.start(machine, { a: 1 }, 'one')).toBe(execution);
    await expect(states.start(machine, { a: 2 }, 'one')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await states.client.send(
      new StopExecutionCommand({ executionArn: execution, error: 'Enough', cause: 'of it' }),
    );
    expect(await states.ended(execution)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'of it',
    });
    await expect(states.start(machine, { a: 1 }, 'one')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('is listed by status, the newest first', async () => {
    const machine = await states.aStateMachine({ Only: pass() });
    const executions = [await states.start(machine), await states.start(machine)];
    await Promise.all(executions.map((execution) => states.ended(execution)));
    const list = async (statusFilter: 'SUCCEEDED' | 'FAILED') =>
      (await states.client.send(new ListExecutionsCommand({ stateMachineArn: machine, statusFilter })))
        .executions;
    expect((await list('SUCCEEDED'))?.map(({ executionArn }) => executionArn).sort()).toEqual(
      executions.toSorted(),
    );
    expect(await list('FAILED')).toEqual([]);
  });
});

describe('a state machine', () => {
  it('is listed', async () => {
    const machine = await states.aStateMachine({ Only: pass() });
    const { stateMachines = [] } = await states.client.send(
      new ListStateMachinesCommand({ maxResults: 1000 }),
    );
    expect(stateMachines).toContainEqual(
      expect.objectContaining({ stateMachineArn: machine, type: 'STANDARD' }),
    );
  });

  it.each([
    ['no state at its start', { StartAt: 'Absent' }],
    ['a next state that does not exist', { States: { Only: pass({ Next: 'Absent' }) } }],
    ['a state of no type', { States: { Only: { Type: 'Nap', End: true } } }],
    ['an expression that cannot be read', { States: { Only: pass({ Output: '{% in ( %}', End: true }) } }],
  ])('refuses a definition with %s', async (_name, more) => {
    await expect(states.aStateMachine({ Only: pass() }, more)).rejects.toMatchObject({
      name: 'InvalidDefinition',
    });
  });
});

describe('what Step Functions refuses', () => {
  const refused: readonly [name: string, error: string, act: () => Promise<unknown>][] = [
    [
      'an execution of no machine',
      'StateMachineDoesNotExist',
      async () => states.start(`${await states.aStateMachine({ Only: pass() })}-not`),
    ],
    [
      'an execution that does not exist',
      'ExecutionDoesNotExist',
      async () => {
        const machine = await states.aStateMachine({ Only: pass() });
        const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:absent`;
        return states.client.send(new DescribeExecutionCommand({ executionArn }));
      },
    ],
    [
      'an input that is no JSON',
      'InvalidExecutionInput',
      async () => {
        const stateMachineArn = await states.aStateMachine({ Only: pass() });
        return states.client.send(new StartExecutionCommand({ stateMachineArn, input: 'x' }));
      },
    ],
    [
      'a name with a space',
      'InvalidName',
      async () => states.start(await states.aStateMachine({ Only: pass() }), {}, 'a b'),
    ],
    [
      'an input over 256 KiB',
      'ValidationException',
      async () => states.start(await states.aStateMachine({ Only: pass() }), 'x'.repeat(262_144)),
    ],
    [
      'a task token that never was one',
      'InvalidToken',
      () => states.client.send(new SendTaskSuccessCommand({ taskToken: 'nonsense', output: '{}' })),
    ],
  ];

  it.each(refused)('refuses %s', async (_name, name, act) => {
    await expect(act()).rejects.toMatchObject({ name });
  });
});
