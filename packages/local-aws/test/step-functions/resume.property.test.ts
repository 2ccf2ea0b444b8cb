import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Definition, State, States } from '../../src/step-functions/definition.ts';
import { aMachine, aTask } from './a-machine.ts';
import { aFolder, aWorkflow, Failure } from './a-workflow.ts';
import { completedIn, crashedAt, endedInTime, logLines } from './crashed-execution.ts';

/** A program in the small: what a random machine is made of. */
type Step =
  | { readonly kind: 'task' }
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'flaky'; readonly failures: number }
  | { readonly kind: 'parallel'; readonly branches: readonly (readonly Step[])[] }
  | { readonly kind: 'map'; readonly items: number; readonly steps: readonly Step[] };

const simple: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('task' as const) }),
  fc.record({ kind: fc.constant('pass' as const) }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(50) }),
  fc.record({ kind: fc.constant('flaky' as const), failures: fc.integer({ min: 1, max: 2 }) }),
);
const stepsOf = (step: fc.Arbitrary<Step>) => fc.array(step, { minLength: 1, maxLength: 3 });
const parallel: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('parallel' as const),
  branches: fc.array(stepsOf(simple), { minLength: 1, maxLength: 3 }),
});
const map: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('map' as const),
  items: fc.nat(3),
  steps: stepsOf(fc.oneof(simple, parallel)),
});
const program = stepsOf(fc.oneof(simple, parallel, map));

/** The machine of a program; every task tells its function a name that no other attempt at any task has. */
function machineOf(steps: readonly Step[]): Definition {
  let names = 0;
  const chain = (inner: readonly Step[], item: string): States => {
    const named = inner.map((step) => [`state${names++}`, step] as const);
    const states = named.map(([name, step], index): readonly [string, State] => {
      const next = named[index + 1]?.[0];
      return [name, { ...stateOf(name, step, item), ...(next ? { Next: next } : { End: true }) } as State];
    });
    return { StartAt: named[0]?.[0] ?? '', States: Object.fromEntries(states) };
  };
  const stateOf = (name: string, step: Step, item: string): object => {
    switch (step.kind) {
      case 'pass':
        return { Type: 'Pass', Assign: { seen: '{% $states.input %}' } };
      case 'wait':
        return { Type: 'Wait', Seconds: step.seconds };
      case 'task':
        return aTask('work', `{% "${name}"${item} %}`);
      case 'flaky':
        return {
          ...aTask(
            'flaky',
            `{% "${step.failures}:" & $states.context.State.RetryCount & ":${name}"${item} %}`,
          ),
          Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1 }],
        };
      case 'parallel':
        return { Type: 'Parallel', Branches: step.branches.map((branch) => chain(branch, item)) };
      case 'map':
        return {
          Type: 'Map',
          Items: Array.from({ length: step.items }, (_, index) => `item${index}`),
          ItemProcessor: chain(step.steps, ' & $states.context.Map.Item.Value'),
        };
    }
  };
  const { StartAt, States } = chain(steps, '');
  return aMachine(States, { StartAt });
}

async function aProcess(definition: Definition, dataDir: string, clock: ManualClock) {
  const asked: string[] = [];
  const workflow = await aWorkflow(definition, {
    dataDir,
    clock,
    functions: {
      work: (name: string) => {
        asked.push(name);
        return name;
      },
      flaky: (name: string) => {
        asked.push(name);
        const [failures, retries] = name.split(':');
        if (Number(retries) < Number(failures)) throw new Failure('Flaky');
        return name;
      },
    },
  });
  return { workflow, asked };
}

it('a program that is killed at any line of its log ends as one that was not, and does nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      program,
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      async (steps, at) => {
        const definition = machineOf(steps);
        const dataDir = await aFolder();
        const clock = new ManualClock();
        const whole = await aProcess(definition, dataDir, clock);
        const execution = await whole.workflow.start({}, 'the-one');
        const { status, output } = await endedInTime(whole.workflow, clock, execution);
        expect(status).toBe('SUCCEEDED');
        await whole.workflow.service.close();

        const lines = await logLines(dataDir);
        const count = Math.floor(at * lines.length);
        const resumed = await aProcess(definition, await crashedAt(dataDir, lines, count), clock);
        expect(await endedInTime(resumed.workflow, clock, execution)).toMatchObject({ status, output });
        const completed = completedIn(lines.slice(0, count));
        expect(resumed.asked.filter((name) => completed.includes(name))).toEqual([]);
        expect(new Set([...completed, ...resumed.asked])).toEqual(new Set(whole.asked));
        await resumed.workflow.service.close();
      },
    ),
    { numRuns: 40 },
  );
});
