import '../../local/start/quiet-sdk.ts';
import { fileURLToPath } from 'node:url';
import { addressOfStage, policyOfStage } from '../../lib/config.ts';
import { InputError } from '../../local/demo/photo.ts';
import { runReported } from '../../local/start/command.ts';
import { print } from '../../local/start/output.ts';
import { findRunningStack } from '../../local/start/running-stack.ts';
import { chain } from './chain.ts';
import { type DeployedLedger, openDeployedLedger } from './deployed-ledger.ts';
import { chosenTenants, type LedgerOptions, readLedgerOptions, USAGE } from './ledger-options.ts';
import { replay } from './replay.ts';
import { verify } from './verify.ts';

const LOCAL_STAGE = 'local';
const directory = fileURLToPath(new URL('../../.local', import.meta.url));

await runReported(async () => {
  const options = readLedgerOptions(process.argv.slice(2));
  if (options === 'help') return print(USAGE);
  const { stage } = options;
  const { region, tenants } = addressOfStage(stage);
  const endpoint = process.env.AWS_ENDPOINT_URL?.replace(/\/$/, '') ?? (await localEndpoint(stage));
  const deployed = await openDeployedLedger({ stage, region, endpoint });
  try {
    process.exitCode = await run(options, chosenTenants(options, tenants), deployed);
  } finally {
    deployed.close();
  }
});

/** Carries out a command. @returns the exit code */
function run(options: LedgerOptions, tenants: readonly string[], deployed: DeployedLedger): Promise<number> {
  switch (options.command) {
    case 'verify':
      return verify(tenants, deployed, print);
    case 'chain':
      return chain(tenants, deployed, print);
    case 'replay':
      return replay(options.session, tenants, policyOfStage(options.stage), deployed, print);
  }
}

/** Finds the local AWS that `npm start` runs; undefined for a stage on AWS. */
async function localEndpoint(stage: string): Promise<string | undefined> {
  if (stage !== LOCAL_STAGE) return undefined;
  const stack = await findRunningStack(directory);
  if (!stack) throw new InputError('the local cloud is not running; start it with: npm start');
  return stack.endpoint;
}
