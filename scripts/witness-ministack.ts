import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerPerson } from '../local/demo/register-person.ts';
import { samplePerson } from '../local/demo/sample-person.ts';
import { printedSteps } from '../local/demo/step-reporter.ts';
import { verificationApi } from '../local/demo/verification-api.ts';
import { createRekognitionServer } from '../local/rekognition/http-server.ts';
import { openRekognition } from '../local/rekognition/rekognition.ts';
import { openS3Objects } from '../local/rekognition/s3-objects.ts';
import { demoTokens, seedDemoAccounts } from '../local/start/demo-accounts.ts';
import { print } from '../local/start/output.ts';
import { LOCAL_FOLDER } from '../local/start/places.ts';
import { synthesize } from '../local/start/synthesize.ts';
import { adaptAssembly } from './witness-ministack/adapt-assembly.ts';

/**
 * An outside witness, never part of the tests: puts the product's own templates by `cdk deploy` onto MiniStack, an
 * emulator with CloudFormation that this project did not write, with the local Rekognition beside it, and registers
 * the sample person there.
 *
 *   pip install ministack cryptography
 *   MINISTACK_REGION=eu-west-1 ministack &
 *   AWS_ENDPOINT_URL=http://localhost:4566 node --import tsx scripts/witness-ministack.ts
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const ACCOUNT_ID = '000000000000';
const REGION = 'eu-west-1';

async function main(): Promise<void> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (!endpoint) throw new Error('AWS_ENDPOINT_URL must say where MiniStack listens');
  // any keys will do there; the SDK clients and the CDK read them from the environment
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
  });
  const directory = await mkdtemp(join(tmpdir(), 'witness-ministack-'));
  const rekognition = await serveRekognition(directory);
  try {
    const { cdkOut } = await synthesize(root, join(root, LOCAL_FOLDER));
    const assembly = join(directory, 'cdk.out');
    await cp(cdkOut, assembly, { recursive: true });
    const { changes, collectionIds } = await adaptAssembly(assembly, rekognition.endpoint);
    for (const change of changes) print(`  changed for MiniStack: ${change}`);
    for (const CollectionId of collectionIds) await rekognition.createCollection(CollectionId);
    const outputs = await deploy(assembly, directory);
    await registerSamplePerson(endpoint, rekognition.endpoint, outputs);
  } finally {
    await rekognition.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function serveRekognition(directory: string) {
  const rekognition = await openRekognition({
    dataDir: join(directory, 'rekognition'),
    objects: openS3Objects(REGION),
    region: REGION,
    accountId: ACCOUNT_ID,
    quotas: 'off',
  });
  const server = createRekognitionServer(rekognition).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    createCollection: async (CollectionId: string): Promise<void> => {
      await fetch(endpoint, {
        method: 'POST',
        headers: {
          'x-amz-target': 'RekognitionService.CreateCollection',
          'content-type': 'application/x-amz-json-1.1',
        },
        body: JSON.stringify({ CollectionId }),
      });
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await rekognition.close();
    },
  };
}

/** @returns the outputs of all stacks by name. */
async function deploy(assembly: string, directory: string): Promise<Readonly<Record<string, string>>> {
  const outputsFile = join(directory, 'outputs.json');
  await cdk(['bootstrap', `aws://${ACCOUNT_ID}/${REGION}`, '--app', assembly]);
  await cdk([
    'deploy',
    '--all',
    '--app',
    assembly,
    '--require-approval',
    'never',
    '--outputs-file',
    outputsFile,
  ]);
  const stacks = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  return Object.assign({}, ...Object.values(stacks)) as Record<string, string>;
}

async function cdk(parameters: readonly string[]): Promise<void> {
  const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' };
  const child = spawn(join(root, 'node_modules/.bin/cdk'), parameters, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`cdk ${parameters[0]} failed:\n${said}`);
  print(`  ✓ cdk ${parameters[0]}`);
}

async function registerSamplePerson(
  endpoint: string,
  rekognitionEndpoint: string,
  outputs: Readonly<Record<string, string>>,
): Promise<void> {
  const { ApiUrl = '', UserPoolId: userPoolId = '', EndUserClientId: endUserClientId = '' } = outputs;
  const address = { endpoint, region: REGION, userPoolId, endUserClientId };
  await seedDemoAccounts(address);
  const tokens = demoTokens(address);
  const [, apiId = ''] = /^https:\/\/([a-z0-9]+)\.execute-api\./.exec(ApiUrl) ?? [];
  const apiUrl = `${endpoint}/restapis/${apiId}/v1/_user_request_/`;
  const { selfie, document } = await samplePerson();
  const report = await registerPerson(
    {
      person: verificationApi(apiUrl, () => tokens.user('sam')),
      operator: verificationApi(apiUrl, () => tokens.user('olivia')),
      endpoint: rekognitionEndpoint,
    },
    { selfie, document, sensitivity: 'regular', judge: 'capture' },
    printedSteps(print),
  );
  print(`\n  ${report.status}: ${JSON.stringify(report.decision)}`);
  if (report.status !== 'approved') process.exitCode = 1;
}

await main();
