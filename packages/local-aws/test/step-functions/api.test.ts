import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../src/events/service-event.ts';
import { createStepFunctions } from '../../src/step-functions/step-functions.ts';
import { TaskTokens } from '../../src/step-functions/task-tokens.ts';
import { aMachine, aStateMachine, aTask, functionArn, MACHINE_ARN } from './a-machine.ts';
import { aFolder, aWorkflow } from './a-workflow.ts';

const aService = async () =>
  createStepFunctions({
    dataDir: await aFolder(),
    clock: new ManualClock(),
    region: 'eu-west-1',
    invokeFunction: () => Promise.resolve(),
  });

describe('a state machine of a template', () => {
  const refused: readonly [name: string, properties: Record<string, unknown>, message: RegExp][] = [
    [
      'a machine in JSONPath',
      { DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}' },
      /only JSONata/,
    ],
    [
      'a state with a JSONPath field',
      { Definition: aMachine({ A: { Type: 'Pass', ResultPath: '$.x', End: true } as never }) },
      /ResultPath/,
    ],
    [
      'tolerated failures of an inline Map',
      {
        Definition: aMachine({
          A: {
            Type: 'Map',
            ToleratedFailureCount: 1,
            ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } },
            End: true,
          },
        }),
      },
      /DISTRIBUTED/,
    ],
    ['an Express machine', { StateMachineType: 'EXPRESS', DefinitionString: '{}' }, /only type STANDARD/],
    ['a definition in S3', { DefinitionS3Location: {} }, /DefinitionS3Location/],
    ['a definition that is no JSON', { DefinitionString: '{' }, /not JSON/],
  ];

  it.each(refused)('refuses %s', async (_name, properties, message) => {
    const service = await aService();
    const resource = { ...aStateMachine(aMachine({ A: { Type: 'Succeed' } })), properties };
    await expect(service.provision([resource])).rejects.toThrow(message);
    await service.close();
  });

  it('has its substitutions filled in', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a definition marks what is substituted
    const machine = aMachine({ Tell: { Type: 'Pass', Output: 'a ${Thing}', End: true } });
    const workflow = await aWorkflow(machine, { substitutions: { Thing: 'quoted "thing"' } });
    expect(await workflow.run()).toBe('a quoted "thing"');
  });
});

describe('an execution', () => {
  it('tells the event bus of every change of its status', async () => {
    const published: ServiceEvent[] = [];
    const workflow = await aWorkflow(aMachine({ Done: { Type: 'Pass', Output: 7, End: true } }), {
      publishEvent: (event) => void published.push(event),
    });
    const execution = await workflow.start({ a: 1 });
    await workflow.ended(execution);
    expect(published).toMatchObject([
      {
        source: 'aws.states',
        resources: [execution],
        detail: { status: 'RUNNING', input: '{"a":1}', output: null },
      },
      { detail: { status: 'SUCCEEDED', output: '7', stopDate: expect.any(Number) } },
    ]);
  });

  it('fails when its history is full', async () => {
    const clock = new ManualClock();
    const workflow = await aWorkflow(
      aMachine({ Again: { Type: 'Pass', Next: 'More' }, More: { Type: 'Pass', Next: 'Again' } }),
      { clock },
    );
    const execution = await workflow.start();
    const ended = await workflow.ended(execution);
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringMatching(/25000/),
    });
    const { events } = await workflow.call<{ events: { id: number; type: string }[] }>(
      'GetExecutionHistory',
      {
        executionArn: execution,
        reverseOrder: true,
        maxResults: 1,
      },
    );
    expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
  });

  it('is not stopped twice', async () => {
    const workflow = await aWorkflow(aMachine({ Sleep: { Type: 'Wait', Seconds: 60, End: true } }));
    const execution = await workflow.start();
    await workflow.call('StopExecution', { executionArn: execution, error: 'First' });
    await workflow.call('StopExecution', { executionArn: execution, error: 'Second' });
    expect(await workflow.describe(execution)).toMatchObject({ status: 'ABORTED', error: 'First' });
    expect(await workflow.eventTypes(execution)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'WaitStateAborted',
      'ExecutionAborted',
    ]);
  });
});

describe('the history of a task', () => {
  it('names the service, what it was called with and what it gave', async () => {
    const workflow = await aWorkflow(
      aMachine({ Work: { ...aTask('work', { a: 1 }), TimeoutSeconds: 9, End: true } }),
      {
        functions: { work: () => 'done' },
      },
    );
    const execution = await workflow.start();
    await workflow.ended(execution);
    const [, , scheduled, started, succeeded] = await workflow.history(execution);
    expect(scheduled).toMatchObject({
      type: 'TaskScheduled',
      taskScheduledEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        region: 'eu-west-1',
        timeoutInSeconds: 9,
        parameters: JSON.stringify({ FunctionName: functionArn('work'), Payload: { a: 1 } }),
      },
    });
    expect(started).toMatchObject({
      type: 'TaskStarted',
      taskStartedEventDetails: { resourceType: 'lambda' },
    });
    expect(succeeded).toMatchObject({
      type: 'TaskSucceeded',
      taskSucceededEventDetails: { output: expect.stringMatching(/"Payload":"done"/) },
    });
  });
});

describe('permissions', () => {
  it('are asked for on the machine or the execution that a request or its token names', async () => {
    const service = await aService();
    const checksFor = (operation: string, body: object) =>
      service.accessChecks?.({
        method: 'POST',
        url: new URL('http://localhost/'),
        headers: {},
        body: Buffer.from(JSON.stringify(body)),
        operation,
        principal: { kind: 'owner', accessKeyId: undefined, roleArn: undefined, tags: {} },
        requestId: 'request',
      });
    expect(checksFor('StartExecution', { stateMachineArn: 'arn:machine' })).toEqual([
      { action: 'states:StartExecution', resource: 'arn:machine' },
    ]);
    expect(checksFor('StopExecution', { executionArn: 'arn:execution' })).toEqual([
      { action: 'states:StopExecution', resource: 'arn:execution' },
    ]);
    const taskToken = new TaskTokens().create(MACHINE_ARN);
    expect(checksFor('SendTaskSuccess', { taskToken })).toEqual([
      { action: 'states:SendTaskSuccess', resource: MACHINE_ARN },
    ]);
    expect(checksFor('SendTaskSuccess', { taskToken: 'nonsense' })).toEqual([
      { action: 'states:SendTaskSuccess', resource: '*' },
    ]);
    await service.close();
  });
});
