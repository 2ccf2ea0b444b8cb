import { runCommand, UsageError } from '../../local/start/command.ts';
import { print } from '../../local/start/output.ts';

/** A command for tests of how commands begin and end; its option says what happens. */
await runCommand({
  usage: 'npm run example -- [--until signal|failure|done] [--count n]',
  options: { until: { type: 'string', default: 'done' }, count: { type: 'string', default: '1' } },
  main: async ({ values: { until, count } }, ending) => {
    ending.onEnd(async () => print('closed'));
    for (let line = 0; line < Number(count); line += 1) print('line');
    if (until === 'done') return;
    if (until === 'failure') throw new UsageError('it failed');
    const running = setInterval(() => {}, 1000);
    // what is closed fails the work under way
    await new Promise((_resolve, reject) => {
      ending.onEnd(async () => {
        clearInterval(running);
        reject(new Error('the connection was closed'));
      });
      print('running');
    });
  },
  failureLine: () => '{"status":"error"}',
});
