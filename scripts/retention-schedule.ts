import { writeFile } from 'node:fs/promises';
import { configOfStage } from '../lib/config.ts';
import { retentionSchedule } from '../lib/retention-schedule.ts';
import { runCommand } from '../local/start/command.ts';

await runCommand({
  usage:
    'npm run retention-schedule\n\n  Regenerates docs/retention-schedule.md from the config of prod; a test fails while it differs.',
  options: {},
  main: () =>
    writeFile(
      new URL('../docs/retention-schedule.md', import.meta.url),
      retentionSchedule(configOfStage('prod', { alarmTarget: 'ops@example.com' })),
    ),
});
