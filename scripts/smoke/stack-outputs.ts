import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InputError } from '../../local/demo/photo.ts';

/** Output name -> value, of all stacks of a deployment. */
export type Outputs = (name: string) => string;

/** The stacks that say where a deployment is. */
const STACKS = ['Data', 'Upkeep', 'Service'];

/**
 * Reads the outputs of a stage's stacks: from CloudFormation, or from the local AWS, which has none.
 * @param endpoint of the local AWS, without a trailing slash
 * @throws InputError when a stack does not exist, or one of them lacks an output that is asked for
 */
export async function readStackOutputs(stage: string, region: string, endpoint?: string): Promise<Outputs> {
  const values = endpoint === undefined ? await ofCloudFormation(stage, region) : await ofLocalAws(endpoint);
  return (name) => {
    const value = values[name];
    if (value === undefined)
      throw new InputError(
        `the stacks of stage "${stage}" have no output ${name}; deploy this version first`,
      );
    return value;
  };
}

async function ofCloudFormation(stage: string, region: string): Promise<Readonly<Record<string, string>>> {
  const client = new CloudFormationClient({ region });
  try {
    const described = await Promise.all(
      STACKS.map(async (stack) => {
        const StackName = `FaceIdv-${stage}-${stack}`;
        const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName })).catch((cause) => {
          throw new InputError(
            `stack ${StackName} cannot be read in ${region}: ${cause instanceof Error ? cause.message : cause}`,
            { cause },
          );
        });
        return Stacks.flatMap(({ Outputs = [] }) => Outputs);
      }),
    );
    return Object.fromEntries(
      described
        .flat()
        .flatMap(({ OutputKey, OutputValue }) =>
          OutputKey && OutputValue !== undefined ? [[OutputKey, OutputValue]] : [],
        ),
    );
  } finally {
    client.destroy();
  }
}

/** Returns the origin at which a browser opens the liveness stream of a local AWS. */
export async function localStreamOrigin(endpoint: string): Promise<string> {
  const { liveness_stream } = await localStatus(endpoint);
  return new URL(liveness_stream.replace(/^wss:/, 'https:')).origin;
}

interface LocalStatus {
  readonly liveness_stream: string;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

async function localStatus(endpoint: string): Promise<LocalStatus> {
  const response = await fetch(`${endpoint}/_local/status`).catch((cause) => {
    throw new InputError(`nothing answers at ${endpoint}; start the local AWS with "npm start"`, { cause });
  });
  return (await response.json()) as LocalStatus;
}

async function ofLocalAws(endpoint: string): Promise<Readonly<Record<string, string>>> {
  const { outputs } = await localStatus(endpoint);
  return Object.assign({}, ...Object.values(outputs));
}
