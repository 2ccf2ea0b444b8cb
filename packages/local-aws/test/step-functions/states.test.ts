import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { aMachine, aTask } from './a-machine.ts';
import { aWorkflow, Failure } from './a-workflow.ts';

describe('Pass and Succeed', () => {
  it('hand on their input when they have no Output', async () => {
    const workflow = await aWorkflow(
      aMachine({ First: { Type: 'Pass', Next: 'Last' }, Last: { Type: 'Succeed' } }),
    );
    expect(await workflow.run({ a: 1 })).toEqual({ a: 1 });
  });

  it('assign variables that later states see, computed from the values before', async () => {
    const workflow = await aWorkflow(
      aMachine({
        Set: { Type: 'Pass', Assign: { n: '{% $states.input.n %}' }, Next: 'Count' },
        Count: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: '{% $n %}', Next: 'Tell' },
        Tell: { Type: 'Succeed', Output: { before: '{% $states.input %}', after: '{% $n %}' } },
      }),
    );
    expect(await workflow.run({ n: 1 })).toEqual({ before: 1, after: 2 });
  });
});

describe('null', () => {
  it('is a value wherever an expression gives one', async () => {
    const machine = aMachine({
      Set: { Type: 'Pass', Assign: { nothing: null }, Output: '{% null %}', Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Arguments: '{% $nothing %}',
        Branches: [
          {
            StartAt: 'In',
            States: { In: { Type: 'Pass', Output: { in: '{% $states.input %}' }, End: true } },
          },
        ],
        Output: { before: '{% $states.input %}', of: '{% $states.result %}' },
        Next: 'Each',
      },
      Each: {
        Type: 'Map',
        Items: [1],
        ItemSelector: '{% $nothing %}',
        ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
        Output: { map: '{% $states.result %}', rest: '{% $states.input %}' },
        End: true,
      },
    });
    expect(await (await aWorkflow(machine)).run({ a: 1 })).toEqual({
      map: [null],
      rest: { before: null, of: [{ in: null }] },
    });
  });
});

describe('Choice', () => {
  const machine = aMachine({
    Choose: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Output: { big: true } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Big', Assign: { seen: 'middle' } },
      ],
      Default: 'Small',
      Output: { small: true },
    },
    Big: {
      Type: 'Pass',
      Output: '{% $merge([$states.input, {"seen": $exists($seen) ? $seen : "none"}]) %}',
      End: true,
    },
    Small: { Type: 'Succeed' },
  });

  it.each([
    [11, { big: true, seen: 'none' }],
    [7, { n: 7, seen: 'middle' }],
    [1, { small: true }],
  ])('takes the first rule that holds for %i', async (n, output) => {
    const workflow = await aWorkflow(machine);
    expect(await workflow.run({ n })).toEqual(output);
  });

  it('fails when no rule matches and there is no Default', async () => {
    const workflow = await aWorkflow(
      aMachine({
        Choose: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
        End: { Type: 'Succeed' },
      }),
    );
    expect(await workflow.run()).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  it('fails when a Condition is not a boolean', async () => {
    const workflow = await aWorkflow(
      aMachine({
        Choose: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] },
        End: { Type: 'Succeed' },
      }),
    );
    expect(await workflow.run()).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

describe('Fail', () => {
  it('fails the execution with its Error and Cause', async () => {
    const workflow = await aWorkflow(
      aMachine({ Refuse: { Type: 'Fail', Error: 'Refused', Cause: "{% 'for ' & $states.input.who %}" } }),
    );
    expect(await workflow.run({ who: 'Ada' })).toEqual({
      status: 'FAILED',
      error: 'Refused',
      cause: 'for Ada',
    });
  });
});

describe('Wait', () => {
  it('waits for Seconds of the clock', async () => {
    const clock = new ManualClock();
    const workflow = await aWorkflow(
      aMachine({ Wait: { Type: 'Wait', Seconds: '{% $states.input.s %}', End: true } }),
      { clock },
    );
    const execution = await workflow.start({ s: 90 });
    await clock.asleep();
    expect(clock.remaining).toEqual([90_000]);
    clock.advance(89_999);
    expect(await workflow.describe(execution)).toMatchObject({ status: 'RUNNING' });
    clock.advance(1);
    expect(await workflow.ended(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('waits until a Timestamp', async () => {
    const clock = new ManualClock();
    const until = new Date(clock.now() + 3_600_000).toISOString();
    const workflow = await aWorkflow(aMachine({ Wait: { Type: 'Wait', Timestamp: until, End: true } }), {
      clock,
    });
    const execution = await workflow.start();
    await clock.asleep();
    expect(clock.remaining).toEqual([3_600_000]);
    clock.advance(3_600_000);
    expect(await workflow.ended(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('waits longer than one timer of Node can', async () => {
    const clock = new ManualClock();
    const days = 40 * 24 * 3600;
    const workflow = await aWorkflow(aMachine({ Wait: { Type: 'Wait', Seconds: days, End: true } }), {
      clock,
    });
    const execution = await workflow.start();
    await clock.asleep();
    clock.advance(2 ** 31 - 1);
    await clock.asleep();
    expect(clock.remaining).toEqual([days * 1000 - (2 ** 31 - 1)]);
    clock.advance(days * 1000);
    expect(await workflow.ended(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('fails when Seconds is no number', async () => {
    const workflow = await aWorkflow(aMachine({ Wait: { Type: 'Wait', Seconds: "{% 'ten' %}", End: true } }));
    expect(await workflow.run()).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

describe('Parallel', () => {
  const branch = (name: string, more: object = {}) => ({
    StartAt: name,
    States: { [name]: { ...aTask(name), End: true, ...more } as const },
  });

  it('gives every branch the same input and their outputs in order', async () => {
    const workflow = await aWorkflow(
      aMachine({
        Both: {
          Type: 'Parallel',
          Arguments: { x: '{% $states.input.n * 2 %}' },
          Branches: [branch('one'), branch('two')],
          End: true,
        },
      }),
      { functions: { one: ({ x }: { x: number }) => x + 1, two: ({ x }: { x: number }) => x + 2 } },
    );
    expect(await workflow.run({ n: 5 })).toEqual([11, 12]);
  });

  it('aborts the other branches when one fails, and can be caught', async () => {
    const clock = new ManualClock();
    const workflow = await aWorkflow(
      aMachine({
        Both: {
          Type: 'Parallel',
          Branches: [
            branch('broken'),
            { StartAt: 'Sleep', States: { Sleep: { Type: 'Wait', Seconds: 60, End: true } } },
          ],
          Catch: [{ ErrorEquals: ['Broken'], Next: 'Handle', Output: '{% $states.errorOutput.Error %}' }],
          End: true,
        },
        Handle: { Type: 'Succeed' },
      }),
      {
        clock,
        functions: {
          broken: async () => {
            await clock.asleep();
            throw new Failure('Broken');
          },
        },
      },
    );
    const execution = await workflow.start();
    expect(await workflow.ended(execution)).toMatchObject({ output: '"Broken"' });
    expect(clock.remaining).toEqual([]);
    expect(await workflow.eventTypes(execution)).toContain('WaitStateAborted');
  });

  it('lets a branch read the variables outside and keeps its own inside', async () => {
    const workflow = await aWorkflow(
      aMachine({
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'In',
              States: { In: { Type: 'Pass', Assign: { inner: 2 }, Output: '{% $outer + 1 %}', End: true } },
            },
          ],
          Next: 'Out',
        },
        Out: {
          Type: 'Pass',
          Output: '{% {"branch": $states.input[0], "inner": $exists($inner)} %}',
          End: true,
        },
      }),
    );
    expect(await workflow.run()).toEqual({ branch: 2, inner: false });
  });
});

describe('inline Map', () => {
  const map = (more: object = {}) =>
    aMachine({
      Each: {
        Type: 'Map',
        Items: '{% $states.input.items %}',
        ItemProcessor: { StartAt: 'Work', States: { Work: { ...aTask('work'), End: true } } },
        End: true,
        ...more,
      },
    });

  it('gives the outputs in the order of the items', async () => {
    const workflow = await aWorkflow(map(), { functions: { work: (n: number) => n * n } });
    expect(await workflow.run({ items: [1, 2, 3] })).toEqual([1, 4, 9]);
  });

  it('shapes each input with ItemSelector, which sees the item and its index', async () => {
    const selector = {
      at: '{% $states.context.Map.Item.Index %}',
      of: '{% $states.context.Map.Item.Value %}',
    };
    const workflow = await aWorkflow(map({ ItemSelector: selector }), {
      functions: { work: (x: unknown) => x },
    });
    expect(await workflow.run({ items: ['a', 'b'] })).toEqual([
      { at: 0, of: 'a' },
      { at: 1, of: 'b' },
    ]);
  });

  it('takes the members of an object as items', async () => {
    const workflow = await aWorkflow(map(), { functions: { work: (x: unknown) => x } });
    expect(await workflow.run({ items: { a: 1 } })).toEqual([{ Key: 'a', Value: 1 }]);
  });

  it('gives an empty list for no items', async () => {
    const workflow = await aWorkflow(map());
    expect(await workflow.run({ items: [] })).toEqual([]);
  });

  it('never runs more iterations at once than MaxConcurrency', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    const workflow = await aWorkflow(map({ MaxConcurrency: 3 }), { functions: { work } });
    await workflow.run({ items: Array.from({ length: 12 }, (_, i) => i) });
    expect(most).toBe(3);
  });

  it('fails with the error of the first iteration that fails', async () => {
    const work = (n: number) => {
      if (n === 2) throw new Failure('TwoIsTooMany');
      return n;
    };
    const workflow = await aWorkflow(map(), { functions: { work } });
    const execution = await workflow.start({ items: [1, 2, 3] });
    expect(await workflow.ended(execution)).toMatchObject({ status: 'FAILED', error: 'TwoIsTooMany' });
    expect(await workflow.eventTypes(execution)).toEqual(
      expect.arrayContaining(['MapIterationFailed', 'MapStateFailed']),
    );
  });

  it('fails when the items are neither an array nor an object', async () => {
    const workflow = await aWorkflow(map());
    expect(await workflow.run({ items: 'abc' })).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

describe('every state', () => {
  it('fails when its output is larger than 256 KiB, whatever Catch says', async () => {
    const workflow = await aWorkflow(
      aMachine({
        Work: { ...aTask('large'), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handle' }], End: true },
        Handle: { Type: 'Succeed' },
      }),
      { functions: { large: () => 'x'.repeat(262_144) } },
    );
    expect(await workflow.run()).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('hands on an output of exactly 256 KiB', async () => {
    const { Output: _, ...task } = aTask('large');
    const envelope = JSON.stringify({ ExecutedVersion: '$LATEST', Payload: '', StatusCode: 200 });
    const workflow = await aWorkflow(aMachine({ Work: { ...task, End: true } }), {
      functions: { large: () => 'x'.repeat(262_144 - envelope.length) },
    });
    expect(JSON.stringify(await workflow.run())).toHaveLength(262_144);
  });
});

describe('many iterations at once', () => {
  it('give no warning of a leak', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const clock = new ManualClock();
    const workflow = await aWorkflow(
      aMachine({
        Each: {
          Type: 'Map',
          Items: Array.from({ length: 40 }, (_, index) => index),
          ItemProcessor: { StartAt: 'Sleep', States: { Sleep: { Type: 'Wait', Seconds: 1, End: true } } },
          End: true,
        },
      }),
      { clock },
    );
    const execution = await workflow.start();
    await clock.asleep(40);
    clock.advance(1000);
    await workflow.ended(execution);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});
