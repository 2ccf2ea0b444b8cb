import './start/quiet-sdk.ts';
import { fileURLToPath } from 'node:url';
import { decideCase, printCases } from './commands/cases.ts';
import { printLogs } from './commands/logs.ts';
import { resetData } from './commands/reset.ts';
import { printStatus } from './commands/status.ts';
import { printToken, TOKEN_NAMES } from './commands/token.ts';
import { receiveWebhooks } from './commands/webhooks.ts';
import { runCommand, UsageError } from './start/command.ts';
import { print } from './start/output.ts';
import { LOCAL_FOLDER } from './start/places.ts';

const USAGE = `npm run local -- status                   show the running local cloud and its resources
       npm run local -- logs [name] [--follow]   print the logs of functions and APIs, newest last; [name] matches part of a log group's name
       npm run local -- token <name>             print an access token of ${TOKEN_NAMES.join(', ')}
       npm run local -- cases                    print the review cases that wait for a person
       npm run local -- decide <case> <finding>  take a case as the reviewer rita, and decide it
       npm run local -- webhooks                 receive the events of the running stack, verify and print them
       npm run local -- reset                    delete all data of the local cloud`;

const directory = fileURLToPath(new URL(`../${LOCAL_FOLDER}`, import.meta.url));

await runCommand({
  usage: USAGE,
  allowPositionals: true,
  options: { follow: { type: 'boolean', default: false } },
  main: async ({ positionals, values }, ending) => {
    const [command, name = '', finding = ''] = positionals;
    switch (command) {
      case 'status':
        return printStatus(directory, print);
      case 'logs':
        // following has no other end than Ctrl-C
        ending.endsOnSignal();
        return printLogs(directory, { group: name, follow: values.follow }, print);
      case 'token':
        if (!TOKEN_NAMES.includes(name))
          throw new UsageError(`there is no account "${name}"; there are ${TOKEN_NAMES.join(', ')}`);
        return printToken(directory, name, print);
      case 'cases':
        return printCases(directory, print);
      case 'decide':
        if (finding === '') throw new UsageError('name a case and a finding; "cases" prints both');
        return decideCase(directory, name, finding, print);
      case 'webhooks':
        // a receiver has no other end than Ctrl-C
        ending.endsOnSignal();
        await receiveWebhooks(directory, print, ending);
        return;
      case 'reset':
        return resetData(directory, print);
      case undefined:
        return print(`usage: ${USAGE}`);
      default:
        throw new UsageError(`there is no command "${command}"`);
    }
  },
});
