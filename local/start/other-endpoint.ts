import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readCloudAssembly } from '@face-idv/local-aws';
import type { StepReporter } from '../demo/step-reporter.ts';
import { runCdk } from './cdk-cli.ts';
import { type AwsKeys, demoTokens, seedDemoAccounts } from './demo-accounts.ts';
import { leaveOutResources } from './leave-out-resources.ts';
import type { LocalStack } from './local-stack.ts';
import { deployedAddresses, readOutputs } from './stack-outputs.ts';
import { startStandaloneRekognition } from './standalone-rekognition.ts';

export interface OtherEndpointOptions {
  /** Folder of the project. */
  readonly root: string;
  /** Folder for the assembly, the outputs and the faces. */
  readonly directory: string;
  /** Endpoint of every service but Rekognition: the value of AWS_ENDPOINT_URL, no trailing slash. */
  readonly endpoint: string;
  /** Keys of the account that the product is deployed to. */
  readonly keys: AwsKeys;
  /**
   * Where the deployed functions reach the local Rekognition,
   * which listens on this port of the loopback interface.
   */
  readonly rekognitionEndpoint: string;
  /** Resource types that the endpoint does not support. */
  readonly leaveOut: readonly string[];
}

/** The product, deployed to another endpoint. */
export interface OtherStack extends Omit<LocalStack, 'livenessStreamEndpoint' | 'templateChanges'> {
  /** Address of the local Rekognition from this machine. */
  readonly rekognitionEndpoint: string;
}

const STAGE = 'local';
const COLLECTION = 'AWS::Rekognition::Collection';

/**
 * Deploys the product's templates to another endpoint with the CDK CLI, starts the local Rekognition with the
 * collections that the templates declare, and creates the demo accounts.
 * @throws Error with the output of the CDK CLI when the endpoint refuses a template
 */
export async function startOnOtherEndpoint(
  options: OtherEndpointOptions,
  steps: StepReporter,
): Promise<OtherStack> {
  const { root, directory, endpoint, keys, rekognitionEndpoint, leaveOut } = options;
  const cdkOut = join(directory, 'cdk.out');
  const outputsFile = join(directory, 'outputs.json');
  const environment = environmentOf(options);

  const { region, collections, assembly } = await steps.run('synthesize the CDK app', async () => {
    await rm(cdkOut, { recursive: true, force: true });
    const context = { stage: STAGE, 'image-layer': 'skip', 'rekognition-endpoint': rekognitionEndpoint };
    const pairs = Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
    await runCdk(root, ['synth', '--quiet', '--output', cdkOut, ...pairs], environment);
    const declared = await declaredCollections(cdkOut);
    const trimmed = await leaveOutResources(cdkOut, [COLLECTION, ...leaveOut]);
    const result = `left out: ${describeCounts(trimmed.leftOut)}`;
    return { value: { ...declared, assembly: trimmed }, result };
  });
  const app = ['--app', cdkOut];
  await steps.run('bootstrap the account', async () => {
    await runCdk(root, ['bootstrap', ...app], environment);
    return { value: undefined, result: endpoint };
  });
  await steps.run('cdk deploy', async () => {
    const wanted = ['--exclusively', '--require-approval', 'never', '--outputs-file', outputsFile];
    await runCdk(root, ['deploy', ...app, ...wanted, ...assembly.stacks], environment);
    return { value: undefined, result: assembly.stacks.join(', ') };
  });

  const { accountId, ...address } = deployedAddresses(await readOutputs(outputsFile), endpoint);
  const rekognition = await startStandaloneRekognition({
    dataDir: join(directory, 'rekognition'),
    region,
    accountId,
    port: Number(new URL(rekognitionEndpoint).port),
    collections,
  });
  const identity = { ...address, endpoint, region, keys };
  try {
    await seedDemoAccounts(identity);
  } catch (error) {
    await rekognition.close();
    throw error;
  }
  return {
    ...identity,
    rekognitionEndpoint: rekognition.endpoint,
    tokens: demoTokens(identity),
    notEmulated: Object.keys(assembly.leftOut).filter((type) => type !== COLLECTION),
    close: () => rekognition.close(),
  };
}

function environmentOf({ endpoint, keys }: OtherEndpointOptions): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken ? { AWS_SESSION_TOKEN: keys.sessionToken } : {}),
  };
}

/** Reads the declared collections (CollectionId -> tags) and the region that the app pins. */
async function declaredCollections(cdkOut: string) {
  const stacks = await readCloudAssembly(cdkOut);
  const region = stacks.find((stack) => stack.region !== undefined)?.region;
  if (region === undefined) throw new Error('the templates do not specify a region');
  const declared = stacks
    .flatMap(({ template }) => Object.values(template.Resources ?? {}))
    .filter(({ Type }) => Type === COLLECTION)
    .map(({ Properties = {} }): [string, Record<string, string>] => {
      const tags = (Properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
      return [
        String(Properties.CollectionId),
        Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      ];
    });
  return { region, collections: Object.fromEntries(declared) };
}

const describeCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');
