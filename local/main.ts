import './start/quiet-sdk.ts';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { printedSteps, type StepReporter } from './demo/step-reporter.ts';
import { buildPages } from './pages/build-pages.ts';
import { runCommand } from './start/command.ts';
import { backendClient, DEMO_ACCOUNTS } from './start/demo-accounts.ts';
import { endWithFolder } from './start/end-with-folder.ts';
import type { Ending } from './start/ending.ts';
import { lanAddress } from './start/lan-address.ts';
import { announce, type LocalStack, startLocalStack } from './start/local-stack.ts';
import type { BackendClient } from './start/machine-client.ts';
import { startOnOtherEndpoint } from './start/other-endpoint.ts';
import { otherEndpointSettings } from './start/other-endpoint-settings.ts';
import { cloudLog, print } from './start/output.ts';
import { LOCAL_FOLDER } from './start/places.ts';
import { registerSamplePerson, type SampleStack } from './start/register-sample-person.ts';
import {
  portOf,
  START_OPTIONS,
  START_USAGE,
  type StartOptions,
  startOptionsOf,
} from './start/start-options.ts';
import { synthesize } from './start/synthesize.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function start(options: StartOptions, ending: Ending): Promise<void> {
  const steps = printedSteps(print);
  const port = portOf(process.env.PORT);
  const settings = otherEndpointSettings(process.env, options);
  if (settings) {
    print(`\nface-idv on ${settings.endpoint}, with the local Rekognition\n`);
    const directory = `${root}${LOCAL_FOLDER}/other-endpoint`;
    const stack = await startOnOtherEndpoint({ ...settings, root, directory }, steps);
    ending.onEnd(() => stack.close());
    await register(stack, steps);
    print(
      `  API            ${stack.apiUrl}\n  Rekognition    ${stack.rekognitionEndpoint}\n\n  Press Ctrl-C to stop.\n`,
    );
    return ending.endsOnSignal();
  }
  const phone = options.lan === undefined ? undefined : lanAddress(options.lan, networkInterfaces());
  print('\nface-idv on this machine\n');
  const { cdkOut } = await steps.run('synthesize the CDK app', async () => {
    const synthesis = await synthesize(
      root,
      `${root}${LOCAL_FOLDER}`,
      options.secondRegion === undefined ? {} : { 'second-region': options.secondRegion },
    );
    return {
      value: synthesis,
      result: synthesis.made ? 'stage local, from bin/app.ts' : 'unchanged since the last start',
    };
  });
  const pages = await steps.run('build the pages', async () => ({
    value: await buildPages(root, `${root}${LOCAL_FOLDER}`),
    result: 'capture, console, operations',
  }));
  const stack = await steps.run('boot the local cloud', async () => {
    const booted = await startLocalStack({
      cdkOut,
      dataDir: `${root}${LOCAL_FOLDER}/data`,
      port,
      pages,
      ...(phone === undefined ? {} : { lanAddress: phone }),
      log: cloudLog(`${root}${LOCAL_FOLDER}/cloud.log`, ending.fail),
    });
    const changes = booted.templateChanges.length;
    const result = changes === 0 ? booted.endpoint : `${booted.endpoint}, ${changes} resources changed`;
    return { value: booted, result };
  });
  endWithFolder(`${root}${LOCAL_FOLDER}/data`, ending);
  ending.onEnd(() => stack.close());
  ending.onEnd(await announce(`${root}${LOCAL_FOLDER}`, stack));
  await register({ ...stack, rekognitionEndpoint: stack.endpoint }, steps);
  printDirections(stack, await backendClient(stack));
  ending.endsOnSignal();
}

async function register(stack: SampleStack, steps: StepReporter): Promise<void> {
  print('\nregistering a sample person through the REST API\n');
  await registerSamplePerson(stack, steps, print);
}

function printDirections(
  { endpoint, apiUrl, livenessStreamEndpoint, lanEndpoint, notEmulated }: LocalStack,
  backend: BackendClient,
): void {
  const { sam, olivia, rita, victor } = DEMO_ACCOUNTS;
  print(`
  capture page   ${endpoint}/capture
  console        ${endpoint}/console
  operations     ${endpoint}/ops${lanEndpoint ? `\n  on a phone     ${lanEndpoint}/capture` : ''}

  API            ${apiUrl}
  AWS endpoint   ${endpoint}   (aws --endpoint-url ${endpoint} ..., keys LOCAL / LOCALSECRET)
  liveness       ${livenessStreamEndpoint}
  backend        ${backend.clientId} / ${backend.clientSecret}
  person         ${sam.username} / ${sam.password}
  administrator  ${olivia.username} / ${olivia.password}
  reviewer       ${rita.username} / ${rita.password}
  viewer         ${victor.username} / ${victor.password}
  not emulated   ${notEmulated.join(', ') || 'none of the resources in the templates'}

  The local Rekognition does not detect spoofs: it verifies the liveness protocol and rejects obvious replays only.

  Register a person from two photos:
    npm run demo -- --selfie me.jpg --document license.jpg

  Or call the API yourself, for example to list approved sessions:
    TOKEN=$(curl -s ${endpoint}/oauth2/token -u ${backend.clientId}:${backend.clientSecret} -d grant_type=client_credentials | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
    curl -s '${apiUrl}verification-sessions?status=approved' -H "authorization: Bearer $TOKEN"

  Press Ctrl-C to stop. Data is kept in ${LOCAL_FOLDER}; "npm run local -- reset" deletes it.
`);
}

await runCommand({
  usage: START_USAGE,
  options: START_OPTIONS,
  main: ({ values }, ending) => start(startOptionsOf(values), ending),
});
