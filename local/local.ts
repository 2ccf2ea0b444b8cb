import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printLogs } from './commands/logs.ts';
import { resetData } from './commands/reset.ts';
import { printStatus } from './commands/status.ts';
import { print, reportAndExit } from './start/output.ts';
import { LOCAL_FOLDER } from './start/places.ts';

const USAGE = `npm run local -- status                   show the running local cloud and its resources
npm run local -- logs [name] [--follow]   print the logs of functions and APIs, newest last; [name] matches part of a log group's name
npm run local -- reset                    delete all data of the local cloud`;

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
