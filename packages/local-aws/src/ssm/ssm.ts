import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { CloudRequest, CloudResponse, Emulator } from '../emulator.ts';
import { jsonRequest } from '../json-request.ts';
import { PARAMETER_TYPE, parameterOf } from './parameter.ts';

export interface SsmOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

/**
 * The version of this project's `cdk bootstrap`; a laptop
 * counts as bootstrapped, since it needs no bootstrap stack.
 */
const BOOTSTRAP_VERSION = '33';
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

const readInput = jsonRequest(z.looseObject({ Name: z.string().optional() }));

/** GetParameter of Systems Manager, for parameters of the templates and that of the CDK's bootstrap stack. */
export function createSsm({ clock, region, accountId }: SsmOptions): Emulator {
  const startedMs = clock.now();
  const parameters = new Map([[BOOTSTRAP_PARAMETER, BOOTSTRAP_VERSION]]);
  const get = (request: CloudRequest): object => {
    if (request.operation !== 'GetParameter')
      throw new AwsError('NotImplemented', `ssm ${request.operation} is not emulated`, 501);
    const name = String(readInput(request).Name ?? '');
    const value = parameters.get(name);
    if (value === undefined) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
    return {
      Parameter: {
        ARN: arnOf(name),
        DataType: 'text',
        LastModifiedDate: startedMs / 1000,
        Name: name,
        Type: 'String',
        Value: value,
        Version: 1,
      },
    };
  };
  const arnOf = (name: string): string =>
    `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;

  return {
    service: 'ssm',
    operations: ['GetParameter'],
    resourceTypes: [PARAMETER_TYPE],
    provision: async (resources) => {
      for (const resource of resources) {
        if (resource.type !== PARAMETER_TYPE) continue;
        const { name, value } = parameterOf(resource);
        parameters.set(name, value);
      }
    },
    accessChecks: (request) => [
      { action: `ssm:${request.operation}`, resource: arnOf(String(readInput(request).Name ?? '')) },
    ],
    handle: async (request): Promise<CloudResponse> => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(get(request)),
    }),
    close: async () => {},
  };
}
