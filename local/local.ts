import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printLogs } from './commands/logs.ts';
import { resetData } from './commands/reset.ts';
import { printStatus } from './commands/status.ts';
import { print, reportAndExit } from './start/output.ts';
import { LOCAL_FOLDER } from './start/places.ts';

const USAGE = `npm run local -- status                   what is up, and what the templates hold
npm run local -- logs [name] [--follow]   what functions and APIs wrote, newest last; a part of a name selects
npm run local -- reset                    forget everything that the local cloud knows`;

const directory = fileURLToPath(new URL(`../${LOCAL_FOLDER}`, import.meta.url));

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { follow: { type: 'boolean', default: false } },
  });
  const [command, name = ''] = positionals;
  switch (command) {
    case 'status':
      return printStatus(directory, print);
    case 'logs':
      return printLogs(directory, { group: name, follow: values.follow }, print);
    case 'reset':
      return resetData(directory, print);
    default:
      print(USAGE);
      process.exitCode = command === undefined ? 0 : 1;
  }
}

main().catch(reportAndExit);
