import '../../local/start/quiet-sdk.ts';
import { InvalidConfig } from '../../lib/config.ts';
import { InputError } from '../../local/demo/photo.ts';
import { runReported } from '../../local/start/command.ts';
import { print } from '../../local/start/output.ts';
import { smoke } from './smoke.ts';
import { readSmokeOptions, USAGE } from './smoke-options.ts';

await runReported(async () => {
  const options = readSmokeOptions(process.argv.slice(2));
  if (options === 'help') return print(USAGE);
  process.exitCode = await smoke(options, {
    endpoint: process.env.AWS_ENDPOINT_URL?.replace(/\/$/, ''),
    operatorToken: process.env.SMOKE_OPERATOR_TOKEN,
    print,
  }).catch((error: unknown) => {
    throw error instanceof InvalidConfig ? new InputError(error.message, { cause: error }) : error;
  });
});
