import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import { aMachine, aTask, functionArn } from './a-machine.ts';
import { aWorkflow, Failure } from './a-workflow.ts';

describe('a Lambda task', () => {
  it('gives what the function gives', async () => {
    const workflow = await aWorkflow(aMachine({ Work: { ...aTask('add'), End: true } }), {
      functions: { add: ({ a, b }: { a: number; b: number }) => a + b },
    });
    expect(await workflow.run({ a: 1, b: 2 })).toBe(3);
  });

  it('fails with the type of error that the function threw, and its message in the cause', async () => {
    const workflow = await aWorkflow(aMachine({ Work: { ...aTask('broken'), End: true } }), {
      functions: {
        broken: () => {
          throw new Failure('NoFaceError', 'no face in the image');
        },
      },
    });
    const { error, cause } = await workflow.run();
    expect(error).toBe('NoFaceError');
    expect(JSON.parse(cause)).toEqual({ errorType: 'NoFaceError', errorMessage: 'no face in the image' });
  });

  it('fails with an error of Lambda when the function cannot be called', async () => {
    const workflow = await aWorkflow(aMachine({ Work: { ...aTask('absent'), End: true } }), {
      functions: {
        absent: () => {
          throw new AwsError('ResourceNotFoundException', 'Function not found', 404);
        },
      },
    });
    expect(await workflow.run()).toMatchObject({ error: 'Lambda.ResourceNotFoundException' });
  });
});

it.each([
  'arn:aws:states:::dynamodb:putItem',
  'arn:aws:states:::states:startExecution.sync:2',
  'arn:aws:states:::aws-sdk:rekognition:indexFaces',
  functionArn('work'),
])('a task that asks for %s fails, since no machine of the product does', async (Resource) => {
  const workflow = await aWorkflow(aMachine({ Call: { Type: 'Task', Resource, Arguments: {}, End: true } }));
  expect(await workflow.run()).toMatchObject({
    error: 'States.Runtime',
    cause: expect.stringContaining(Resource),
  });
});

describe('a task with a token', () => {
  const waiting = (more: object = {}) =>
    aMachine({
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: {
          FunctionName: functionArn('ask'),
          Payload: { token: '{% $states.context.Task.Token %}' },
        },
        End: true,
        ...more,
      },
    });

  /** A workflow that has handed out its token. */
  async function askedWorkflow(more: object = {}) {
    const clock = new ManualClock();
    let hand: (token: string) => void = () => {};
    const token = new Promise<string>((resolve) => {
      hand = resolve;
    });
    const workflow = await aWorkflow(waiting(more), {
      clock,
      functions: { ask: ({ token }: { token: string }) => hand(token) },
    });
    return { workflow, clock, execution: await workflow.start(), token: await token };
  }

  it('waits for SendTaskSuccess', async () => {
    const { workflow, execution, token } = await askedWorkflow();
    await workflow.call('SendTaskSuccess', { taskToken: token, output: '{"yes":true}' });
    expect(await workflow.ended(execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    expect(await workflow.eventTypes(execution)).toEqual(
      expect.arrayContaining(['TaskScheduled', 'TaskSucceeded']),
    );
  });

  it('fails by SendTaskFailure', async () => {
    const { workflow, execution, token } = await askedWorkflow();
    await workflow.call('SendTaskFailure', { taskToken: token, error: 'Declined', cause: 'by a person' });
    expect(await workflow.ended(execution)).toMatchObject({ error: 'Declined', cause: 'by a person' });
  });

  it('takes an answer once', async () => {
    const { workflow, execution, token } = await askedWorkflow();
    await workflow.call('SendTaskSuccess', { taskToken: token, output: '1' });
    await workflow.ended(execution);
    await expect(workflow.call('SendTaskSuccess', { taskToken: token, output: '2' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
  });

  it('refuses a token that never was one', async () => {
    const { workflow } = await askedWorkflow();
    await expect(workflow.call('SendTaskHeartbeat', { taskToken: 'x' })).rejects.toMatchObject({
      code: 'InvalidToken',
    });
  });

  it('times out, which Catch can take', async () => {
    const { workflow, clock, execution } = await askedWorkflow({ TimeoutSeconds: 60 });
    await clock.asleep();
    clock.advance(60_000);
    expect(await workflow.ended(execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await workflow.eventTypes(execution)).toContain('TaskTimedOut');
  });

  it('times out without a heartbeat, and lives on with one', async () => {
    const { workflow, clock, execution, token } = await askedWorkflow({ HeartbeatSeconds: 10 });
    await clock.asleep();
    clock.advance(9000);
    await workflow.call('SendTaskHeartbeat', { taskToken: token });
    clock.advance(9000);
    await clock.asleep();
    expect(clock.remaining).toEqual([1000]);
    expect(await workflow.describe(execution)).toMatchObject({ status: 'RUNNING' });
    clock.advance(1000);
    expect(await workflow.ended(execution)).toMatchObject({ error: 'States.HeartbeatTimeout' });
  });
});

describe('JSONata', () => {
  const evaluate = async (expression: string, input: unknown = {}) => {
    const workflow = await aWorkflow(
      aMachine({ Tell: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }),
    );
    return workflow.run(input);
  };

  it.each([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ['$parse(\'{"a":1}\').a', 1],
    ['$random(7) = $random(7)', true],
    ['$length($uuid())', 36],
    ['$millis()', Date.parse('2026-03-01T12:00:00Z')],
    ['$now()', '2026-03-01T12:00:00.000Z'],
    ["$now('[Y0001]')", '2026'],
    ['$states.input.list[n > 1].n', [2, 3]],
    ['$states.context.StateMachine.Name', 'workflow'],
    ['$states.context.State.Name', 'Tell'],
  ])('gives for %s %j', async (expression, value) => {
    expect(await evaluate(expression, { list: [{ n: 1 }, { n: 2 }, { n: 3 }] })).toEqual(value);
  });

  it.each(['$states.input.absent', '1 / "a"', '$uuid', "$eval('1')", "$hash('a', 'CRC')"])(
    'fails for %s',
    async (expression) => {
      expect(await evaluate(expression)).toMatchObject({
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
      });
    },
  );

  it('fails for an expression that never ends', async () => {
    const endless = '($forever := function($n) { $forever($n + 1) + 1 }; $forever(0))';
    expect(await evaluate(endless)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('tells in the history which field could not be evaluated', async () => {
    const workflow = await aWorkflow(
      aMachine({ Tell: { Type: 'Pass', Output: '{% $absent %}', End: true } }),
    );
    const execution = await workflow.start();
    await workflow.ended(execution);
    expect(await workflow.history(execution)).toContainEqual(
      expect.objectContaining({
        type: 'EvaluationFailed',
        evaluationFailedEventDetails: expect.objectContaining({ location: 'Output', state: 'Tell' }),
      }),
    );
  });
});
