import { writeSync } from 'node:fs';
import { systemClock } from '../../src/clock.ts';
import { createStepFunctions } from '../../src/step-functions/step-functions.ts';
import { aMachine, aStateMachine, aTask, MACHINE_ARN } from './a-machine.ts';

/*
 * Starts executions, one after the other, and runs all that there are until it is killed. Prints
 * `started <name>` for what was acknowledged and `called <name> <task>` for every call of a function.
 * Arguments: data directory, prefix of the names.
 */

const payload = (task: string) => ({ name: '{% $states.context.Execution.Name %}', task });

export const MACHINE = aMachine({
  First: { ...aTask('work', payload('first')), Next: 'Both' },
  Both: {
    Type: 'Parallel',
    Branches: ['left', 'right'].map((task) => ({
      StartAt: task,
      States: { [task]: { ...aTask('work', payload(task)), End: true } },
    })),
    Next: 'Each',
  },
  Each: {
    Type: 'Map',
    Items: ['a', 'b', 'c'],
    ItemProcessor: {
      StartAt: 'Item',
      States: { Item: { ...aTask('work', { ...payload(''), task: '{% $states.input %}' }), End: true } },
    },
    Next: 'Last',
  },
  Last: { ...aTask('work', payload('last')), End: true },
});

const [, script = '', dataDir = '', prefix = ''] = process.argv;
if (script === import.meta.filename) {
  const print = (line: string) => writeSync(1, `${line}\n`);
  const states = await createStepFunctions({
    dataDir,
    clock: systemClock,
    region: 'eu-west-1',
    invokeFunction: async (_arn, payload) => {
      const { name, task } = payload as { name: string; task: string };
      print(`called ${name} ${task}`);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      return task;
    },
  });
  await states.provision([aStateMachine(MACHINE)]);
  await states.start();
  for (let count = 0; ; count++) {
    const name = `${prefix}-${count}`;
    await states.startExecution(MACHINE_ARN, '{}', name);
    print(`started ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
