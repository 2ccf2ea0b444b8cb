import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListCollectionsCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import {
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { awsAccount } from '../../../scripts/preflight/aws-account.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const sts = mockedClient(STSClient);
const quotas = mockedClient(ServiceQuotasClient);
const lambda = mockedClient(LambdaClient);
const rekognition = mockedClient(RekognitionClient);
const ssm = mockedClient(SSMClient);

const account = awsAccount('eu-west-1');
const IMAGE = 'Transactions per second per account for the Amazon Rekognition Image operation';
const USERS = 'Transactions per second per account for the Amazon Rekognition operation:';

describe('an AWS account', () => {
  it('says who calls', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '1', Arn: 'arn:aws:iam::1:user/dora' });
    expect(await account.caller()).toEqual({ accountId: '1', arn: 'arn:aws:iam::1:user/dora' });
  });

  it('has the quotas that were applied, and those of AWS where none was', async () => {
    quotas
      .on(ListAWSDefaultServiceQuotasCommand)
      .resolves({
        Quotas: [
          { QuotaName: `${IMAGE} IndexFaces`, Value: 50 },
          { QuotaName: `${USERS} CreateUser`, Value: 5 },
        ],
        NextToken: 'more',
      })
      .on(ListAWSDefaultServiceQuotasCommand, { NextToken: 'more' })
      .resolves({
        Quotas: [
          { QuotaName: `${IMAGE} DeleteFaces`, Value: 5 },
          { QuotaName: 'Concurrent Amazon Rekognition Face Liveness sessions per account', Value: 15 },
        ],
      })
      .on(ListServiceQuotasCommand)
      .resolves({ Quotas: [{ QuotaName: `${IMAGE} IndexFaces`, Value: 80 }] });
    expect([...(await account.rekognitionQuotas('eu-central-1'))]).toEqual([
      ['IndexFaces', 80],
      ['CreateUser', 5],
      ['DeleteFaces', 5],
    ]);
    const [first] = quotas.calls();
    expect(await first?.thisValue.config.region()).toBe('eu-central-1');
  });

  it('has executions that nobody has reserved', async () => {
    lambda
      .on(GetAccountSettingsCommand)
      .resolves({ AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 } });
    expect(await account.unreservedConcurrency('eu-west-1')).toBe(900);
  });

  it('lists every collection of a region', async () => {
    rekognition
      .on(ListCollectionsCommand)
      .resolves({ CollectionIds: ['a'], NextToken: 'more' })
      .on(ListCollectionsCommand, { NextToken: 'more' })
      .resolves({ CollectionIds: ['b'] });
    expect(await account.collectionIds('eu-west-1')).toEqual(['a', 'b']);
  });

  it('has a bootstrap stack, or none', async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '33' } });
    expect(await account.bootstrapVersion('eu-west-1')).toBe(33);
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ $metadata: {}, message: 'not found' }));
    expect(await account.bootstrapVersion('eu-west-1')).toBeUndefined();
    ssm.on(GetParameterCommand).rejects(new Error('socket hang up'));
    await expect(account.bootstrapVersion('eu-west-1')).rejects.toThrow('socket hang up');
  });
});
