import { describe, expect, it } from 'vitest';
import type { CloudRequest } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';
import { createServiceQuotas } from '../../src/service-quotas/service-quotas.ts';

const service = createServiceQuotas({
  region: 'eu-west-1',
  accountId: '000000000000',
  quotasIn: async (region) => ({ IndexFaces: region === 'eu-west-1' ? 80 : 7, CreateUser: 9 }),
});

const aRequest = (operation: string, input: object, region?: string): CloudRequest => ({
  method: 'POST',
  url: new URL('http://localhost/'),
  headers: region
    ? { authorization: `AWS4-HMAC-SHA256 Credential=LOCAL/20261129/${region}/servicequotas/aws4_request` }
    : {},
  body: Buffer.from(JSON.stringify(input)),
  operation,
  principal: OWNER,
  requestId: 'request',
});

interface Page {
  readonly Quotas: readonly {
    readonly QuotaName: string;
    readonly QuotaArn: string;
    readonly Value: number;
  }[];
  readonly NextToken?: string;
}
const call = async (operation: string, input: object, region?: string): Promise<Page> =>
  JSON.parse((await service.handle(aRequest(operation, input, region))).body.toString());

const REKOGNITION = { ServiceCode: 'rekognition' };

describe('Service Quotas', () => {
  it('lists what is in force in the region that a request is signed for', async () => {
    const { Quotas } = await call('ListServiceQuotas', REKOGNITION, 'eu-central-1');
    expect(Quotas.map(({ QuotaName, Value }) => [QuotaName, Value])).toEqual([
      ['Transactions per second per account for the Amazon Rekognition operation: CreateUser', 9],
      ['Transactions per second per account for the Amazon Rekognition Image operation IndexFaces', 7],
    ]);
    expect(Quotas[1]?.QuotaArn).toBe(
      'arn:aws:servicequotas:eu-central-1:000000000000:rekognition/L-7C13EBAD',
    );
    expect((await call('ListServiceQuotas', REKOGNITION)).Quotas[1]?.Value).toBe(80);
  });

  it('lists what AWS grants by default, page by page', async () => {
    const all = await call('ListAWSDefaultServiceQuotas', REKOGNITION, 'us-east-2');
    expect(all).not.toHaveProperty('NextToken');
    expect(all.Quotas.length).toBeGreaterThan(15);
    const found = [];
    let page: Page | undefined;
    do {
      const more = page?.NextToken === undefined ? {} : { NextToken: page.NextToken };
      page = await call(
        'ListAWSDefaultServiceQuotas',
        { ...REKOGNITION, MaxResults: 7, ...more },
        'us-east-2',
      );
      found.push(...page.Quotas);
    } while (page.NextToken !== undefined);
    expect(found).toEqual(all.Quotas);
  });

  it.each([
    ['another service', 'ListServiceQuotas', { ServiceCode: 'ec2' }, 'NoSuchResourceException'],
    ['no service', 'ListServiceQuotas', {}, 'NoSuchResourceException'],
    ['too long a page', 'ListServiceQuotas', { ...REKOGNITION, MaxResults: 101 }, 'IllegalArgumentException'],
    [
      'a token of its own',
      'ListServiceQuotas',
      { ...REKOGNITION, NextToken: 'x' },
      'InvalidPaginationTokenException',
    ],
    ['another operation', 'RequestServiceQuotaIncrease', REKOGNITION, 'NotImplemented'],
  ])('refuses %s', async (_what, operation, input, code) => {
    await expect(call(operation, input)).rejects.toMatchObject({ code });
  });

  it('asks IAM for the operation', () => {
    expect(service.accessChecks?.(aRequest('ListServiceQuotas', REKOGNITION))).toEqual([
      { action: 'servicequotas:ListServiceQuotas', resource: '*' },
    ]);
  });
});
