import { readFile } from 'node:fs/promises';

/** Stack name -> output name -> value, as written by `cdk deploy --outputs-file`. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface DeployedAddresses {
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly endUserClientId: string;
  readonly accountId: string;
}

export async function readOutputs(file: string): Promise<StackOutputs> {
  return JSON.parse(await readFile(file, 'utf8')) as StackOutputs;
}

/**
 * Reads the addresses that a caller of a deployed product needs.
 * @param endpoint that the stacks were deployed to, no trailing slash
 * @throws Error that names a missing output
 */
export function deployedAddresses(outputs: StackOutputs, endpoint: string): DeployedAddresses {
  const output = (name: string): string => {
    const value = Object.values(outputs).find((ofStack) => ofStack[name] !== undefined)?.[name];
    if (value === undefined) throw new Error(`the deployed stacks have no output ${name}`);
    return value;
  };
  const accountId = output('RegistrationStateMachineArn').split(':')[4];
  if (!accountId) throw new Error('the output RegistrationStateMachineArn is not an ARN');
  return {
    apiUrl: reachableApiUrl(output('ApiUrl'), endpoint),
    userPoolId: output('UserPoolId'),
    endUserClientId: output('EndUserClientId'),
    accountId,
  };
}

const EXECUTE_API = /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com\/([^/]+)\/$/;

/** Converts the API's address on AWS, as templates spell it, to the path under which emulators serve it. */
function reachableApiUrl(apiUrl: string, endpoint: string): string {
  const [, id, stage] = EXECUTE_API.exec(apiUrl) ?? [];
  return id && stage ? `${endpoint}/restapis/${id}/${stage}/_user_request_/` : apiUrl;
}
