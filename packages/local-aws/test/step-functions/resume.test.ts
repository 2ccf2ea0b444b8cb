import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { aMachine, aTask, functionArn } from './a-machine.ts';
import { aFolder, aWorkflow, Failure, type Workflow } from './a-workflow.ts';
import { completedIn, crashedAt, endedInTime, logLines } from './crashed-execution.ts';

/** Every state type, a retry, a catch and a token. */
const EVERYTHING = aMachine({
  Prepare: { Type: 'Pass', Assign: { base: '{% $states.input.n %}', id: '{% $uuid() %}' }, Next: 'Measure' },
  Measure: {
    ...aTask('measure', 'measure'),
    Assign: { measured: '{% $states.result.Payload %}' },
    Next: 'Flaky',
  },
  Flaky: {
    ...aTask('flaky', '{% "flaky" & $states.context.State.RetryCount %}'),
    Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 5, MaxAttempts: 2 }],
    Next: 'Pause',
  },
  Pause: { Type: 'Wait', Seconds: 30, Next: 'Both' },
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Left', States: { Left: { ...aTask('measure', 'left'), End: true } } },
      {
        StartAt: 'Right',
        States: {
          Right: { ...aTask('measure', 'right'), Next: 'Rest' },
          Rest: { Type: 'Wait', Seconds: 10, End: true },
        },
      },
    ],
    Next: 'Each',
  },
  Each: {
    Type: 'Map',
    Items: ['a', 'b', 'c'],
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'One',
      States: { One: { ...aTask('measure', '{% "item-" & $states.input %}'), End: true } },
    },
    Next: 'Ask',
  },
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: functionArn('ask'), Payload: { token: '{% $states.context.Task.Token %}' } },
    Next: 'Broken',
  },
  Broken: {
    ...aTask('broken', 'broken'),
    Catch: [{ ErrorEquals: ['Broken'], Next: 'Decide', Output: '{% $states.errorOutput.Error %}' }],
    End: true,
  },
  Decide: {
    Type: 'Choice',
    Choices: [{ Condition: "{% $states.input = 'Broken' %}", Next: 'Tell' }],
    Default: 'Never',
  },
  Never: { Type: 'Fail', Error: 'Never' },
  Tell: {
    Type: 'Succeed',
    Output: { base: '{% $base %}', measured: '{% $measured %}', caught: '{% $states.input %}' },
  },
});

/**
 * Runs `EVERYTHING` in a folder, moving time whenever all
 * sleep, and writes down what the functions were asked.
 */
async function aProcess(dataDir: string, clock: ManualClock) {
  const asked: string[] = [];
  const tokens: string[] = [];
  // a resumed execution may ask before the test has its hands on the workflow
  let open: (workflow: Workflow) => void = () => {};
  const opened = new Promise<Workflow>((resolve) => {
    open = resolve;
  });
  const answer = async (token: string) =>
    (await opened).call('SendTaskSuccess', { taskToken: token, output: '"yes"' });
  const named = (name: string) => {
    asked.push(name);
    return `${name} done`;
  };
  const workflow = await aWorkflow(EVERYTHING, {
    dataDir,
    clock,
    functions: {
      measure: named,
      flaky: (name: string) => {
        asked.push(name);
        if (name !== 'flaky2') throw new Failure('Flaky');
        return name;
      },
      broken: (name: string) => {
        asked.push(name);
        throw new Failure('Broken');
      },
      ask: async ({ token }: { token: string }) => {
        asked.push('ask');
        tokens.push(token);
        await answer(token);
      },
    },
  });
  open(workflow);
  return { workflow, asked, tokens, answer };
}

describe('an execution that was killed', () => {
  it('goes on from every line of its log to the same end, and does nothing twice', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const first = await aProcess(dataDir, clock);
    const execution = await first.workflow.start({ n: 1 }, 'the-one');
    const whole = await endedInTime(first.workflow, clock, execution);
    const output = { base: 1, measured: 'measure done', caught: 'Broken' };
    expect(JSON.parse(whole.output ?? '')).toEqual(output);
    await first.workflow.service.close();
    const lines = await logLines(dataDir);
    expect(lines.length).toBeGreaterThan(80);

    for (let count = 0; count < lines.length; count++) {
      const prefix = lines.slice(0, count);
      const copy = await crashedAt(dataDir, lines, count);
      const next = await aProcess(copy, clock);
      const isAsked = prefix.some((line) => line.includes('"TaskSubmitted"'));
      if (isAsked && !completedIn(prefix).includes('ask')) await next.answer(first.tokens[0] ?? '');
      const ended = await endedInTime(next.workflow, clock, execution);
      expect(JSON.parse(ended.output ?? '{}'), `killed after line ${count}`).toEqual(output);
      const again = next.asked.filter((name) => completedIn(prefix).includes(name));
      expect(again, `killed after line ${count}`).toEqual([]);
      const events = await next.workflow.history(execution);
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
      expect(events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
      await next.workflow.service.close();
    }
  }, 120_000);

  it('keeps the moment at which a Wait ends', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const machine = aMachine({ Wait: { Type: 'Wait', Seconds: 100, End: true } });
    const first = await aWorkflow(machine, { dataDir, clock });
    const execution = await first.start();
    await clock.asleep();
    await first.service.close();
    clock.advance(60_000);
    const second = await aWorkflow(machine, { dataDir, clock });
    await clock.asleep();
    expect(clock.remaining).toEqual([40_000]);
    clock.advance(40_000);
    expect(await second.ended(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('keeps how often a task was retried, and when the next attempt is due', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const machine = aMachine({
      Work: {
        ...aTask('flaky'),
        Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 50, MaxAttempts: 1 }],
        End: true,
      },
    });
    let attempts = 0;
    const flaky = () => {
      attempts++;
      throw new Failure('Flaky');
    };
    const first = await aWorkflow(machine, { dataDir, clock, functions: { flaky } });
    const execution = await first.start();
    await clock.asleep();
    await first.service.close();
    const second = await aWorkflow(machine, { dataDir, clock, functions: { flaky } });
    await clock.asleep();
    expect(clock.remaining).toEqual([50_000]);
    clock.advance(50_000);
    expect(await second.ended(execution)).toMatchObject({ status: 'FAILED', error: 'Flaky' });
    expect(attempts).toBe(2);
  });

  it('says when the emulator itself has a fault, and goes on at the next start', async () => {
    const dataDir = await aFolder();
    const told: string[] = [];
    const machine = aMachine({ Done: { Type: 'Succeed' } });
    const first = await aWorkflow(machine, {
      dataDir,
      publishEvent: ({ detail }) =>
        detail.status === 'RUNNING' ? undefined : Promise.reject(new Error('disk full')),
      log: ({ message }) => told.push(message),
    });
    const execution = await first.start();
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(told).toEqual([`${execution} stands still: disk full`]);
    await first.service.close();
    const second = await aWorkflow(machine, { dataDir });
    expect(await second.ended(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('can be stopped before it is resumed, and then calls nothing', async () => {
    const dataDir = await aFolder();
    const asked: string[] = [];
    const machine = aMachine({ Work: { ...aTask('work', 'work'), End: true } });
    const first = await aWorkflow(machine, { dataDir, functions: { work: () => new Promise(() => {}) } });
    const execution = await first.start();
    while (!(await first.eventTypes(execution)).includes('TaskStarted')) await new Promise(setImmediate);
    await first.service.close();
    const second = await aWorkflow(machine, {
      dataDir,
      functions: { work: (name: string) => asked.push(name) },
      isStarted: false,
    });
    await second.call('StopExecution', { executionArn: execution });
    expect(await second.describe(execution)).toMatchObject({ status: 'ABORTED' });
    expect(asked).toEqual([]);
  });

  it('runs on with the definition that it was started with', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const machine = (output: string) =>
      aMachine({
        Wait: { Type: 'Wait', Seconds: 1, Next: 'Tell' },
        Tell: { Type: 'Pass', Output: output, End: true },
      });
    const first = await aWorkflow(machine('old'), { dataDir, clock });
    const execution = await first.start();
    await clock.asleep();
    await first.service.close();
    const second = await aWorkflow(machine('new'), { dataDir, clock });
    await clock.asleep();
    clock.advance(1000);
    expect(await second.ended(execution)).toMatchObject({ output: '"old"' });
    const fresh = await second.start();
    await clock.asleep();
    clock.advance(1000);
    expect(await second.ended(fresh)).toMatchObject({ output: '"new"' });
  });
});
