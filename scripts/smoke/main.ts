import '../../local/start/quiet-sdk.ts';
import { print, reportAndExit } from '../../local/start/output.ts';
import { smoke } from './smoke.ts';
import { readSmokeOptions, USAGE } from './smoke-options.ts';

async function main(): Promise<void> {
  const options = readSmokeOptions(process.argv.slice(2));
  if (options === 'help') return print(USAGE);
  process.exitCode = await smoke(options, {
    endpoint: process.env.AWS_ENDPOINT_URL?.replace(/\/$/, ''),
    operatorToken: process.env.SMOKE_OPERATOR_TOKEN,
    print,
  });
}

main().catch(reportAndExit);
