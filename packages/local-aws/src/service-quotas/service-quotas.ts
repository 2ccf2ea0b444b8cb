import { awsQuotas } from '@face-idv/local-rekognition';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { CloudRequest, CloudResponse, Emulator } from '../emulator.ts';
import { jsonRequest } from '../json-request.ts';
import { signedRegion } from '../principal.ts';
import { REKOGNITION_QUOTAS } from './rekognition-quotas.ts';

export interface ServiceQuotasOptions {
  readonly region: string;
  readonly accountId: string;
  /** The quotas in force in a region, in calls per second by operation. */
  readonly quotasIn: (region: string) => Promise<Readonly<Record<string, number>>>;
}

/** API reference, ListServiceQuotas. */
const MAX_RESULTS = 100;

const readInput = jsonRequest(
  z.looseObject({
    ServiceCode: z.string().optional(),
    MaxResults: z.int().optional(),
    NextToken: z.string().optional(),
  }),
);

/**
 * Service Quotas for Rekognition only: AWS's default quotas in the region of the request's signature, and
 * those that the local Rekognition applies there. A quota that is switched off is not listed, like one that
 * was never applied.
 */
export function createServiceQuotas({ region: first, accountId, quotasIn }: ServiceQuotasOptions): Emulator {
  const tables: Readonly<Record<string, (region: string) => Promise<Readonly<Record<string, number>>>>> = {
    ListAWSDefaultServiceQuotas: async (region) => awsQuotas(region),
    ListServiceQuotas: quotasIn,
  };

  const list = async (request: CloudRequest): Promise<object> => {
    const tableOf = tables[request.operation ?? ''];
    if (!tableOf)
      throw new AwsError('NotImplemented', `servicequotas ${request.operation} is not emulated`, 501);
    const input = readInput(request);
    const { ServiceCode: service, MaxResults: size = MAX_RESULTS, NextToken: token } = input;
    if (service !== 'rekognition')
      throw new AwsError(
        'NoSuchResourceException',
        'The request failed because the specified service does not exist.',
      );
    if (Number(size) < 1 || Number(size) > MAX_RESULTS)
      throw new AwsError('IllegalArgumentException', `MaxResults must be between 1 and ${MAX_RESULTS}.`);
    const region = signedRegion(request.headers) ?? first;
    const table = await tableOf(region);
    const all = REKOGNITION_QUOTAS.flatMap(({ operation, code, name }) => {
      const value = table[operation];
      return value === undefined ? [] : [quotaOf(region, accountId, code, name, value)];
    });
    const from = offsetOf(token);
    const until = from + Number(size);
    return { Quotas: all.slice(from, until), ...(until < all.length ? { NextToken: String(until) } : {}) };
  };

  return {
    service: 'servicequotas',
    operations: Object.keys(tables),
    resourceTypes: [],
    provision: async () => {},
    accessChecks: ({ operation }) => [{ action: `servicequotas:${operation}`, resource: '*' }],
    handle: async (request): Promise<CloudResponse> => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(await list(request)),
    }),
    close: async () => {},
  };
}

function offsetOf(token: unknown): number {
  if (token === undefined) return 0;
  const offset = Number(token);
  if (!Number.isInteger(offset) || offset < 1)
    throw new AwsError('InvalidPaginationTokenException', 'Invalid input was provided.');
  return offset;
}

const quotaOf = (region: string, accountId: string, code: string, name: string, value: number) => ({
  ServiceCode: 'rekognition',
  ServiceName: 'Amazon Rekognition',
  QuotaArn: `arn:aws:servicequotas:${region}:${accountId}:rekognition/${code}`,
  QuotaCode: code,
  QuotaName: name,
  Value: value,
  Unit: 'None',
  Adjustable: true,
  GlobalQuota: false,
});
