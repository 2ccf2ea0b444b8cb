import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { linesUntilKilled } from '../support/killed-process.ts';
import { MACHINE_ARN } from './a-machine.ts';
import { aFolder, aWorkflow } from './a-workflow.ts';
import { MACHINE } from './crash-runner.ts';

const TASKS = ['first', 'left', 'right', 'a', 'b', 'c', 'last'];

interface Line {
  readonly visit?: string;
  readonly facts?: {
    readonly task?: {
      readonly arguments: { readonly Payload: { readonly name: string; readonly task: string } };
    };
    readonly outcome?: object;
  };
}

/** Tasks that the histories on disk say have ended: `<execution> <task>`. */
async function endedTasks(dataDir: string): Promise<ReadonlySet<string>> {
  const directory = join(dataDir, 'step-functions', 'histories');
  const ended = new Set<string>();
  for (const file of await readdir(directory)) {
    const whole = (await readFile(join(directory, file), 'utf8')).split('\n').slice(0, -1);
    const asked = new Map<string, string>();
    for (const { visit = '', facts } of whole.map((line) => JSON.parse(line) as Line)) {
      const payload = facts?.task?.arguments.Payload;
      if (payload) asked.set(visit, `${payload.name} ${payload.task}`);
      if (facts?.outcome && asked.has(visit)) ended.add(asked.get(visit) ?? '');
    }
  }
  return ended;
}

it('brings every acknowledged execution to its end and repeats no ended task, however often it is killed', async () => {
  const dataDir = await aFolder();
  const started: string[] = [];
  for (let kill = 0; kill < 6; kill++) {
    const endedBefore = kill === 0 ? new Set<string>() : await endedTasks(dataDir);
    const count = 10 + Math.floor(Math.random() * 120);
    const lines = await linesUntilKilled(
      join(import.meta.dirname, 'crash-runner.ts'),
      [dataDir, `${kill}`],
      count,
    );
    started.push(
      ...lines.flatMap((line) => (line.startsWith('started ') ? [line.slice('started '.length)] : [])),
    );
    const called = lines.flatMap((line) =>
      line.startsWith('called ') ? [line.slice('called '.length)] : [],
    );
    expect(called.filter((call) => endedBefore.has(call))).toEqual([]);
  }

  const workflow = await aWorkflow(MACHINE, {
    dataDir,
    clock: systemClock,
    functions: { work: ({ task }: { task: string }) => task },
  });
  for (const name of started) {
    const execution = `${MACHINE_ARN.replace(':stateMachine:', ':execution:')}:${name}`;
    expect(await workflow.ended(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"last"' });
    const succeeded = (await workflow.eventTypes(execution)).filter((type) => type === 'TaskSucceeded');
    expect(succeeded).toHaveLength(TASKS.length);
  }
});
