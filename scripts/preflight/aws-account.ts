import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateListCollections, RekognitionClient } from '@aws-sdk/client-rekognition';
import {
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  type ServiceQuota,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Account } from './account.ts';

const REKOGNITION = { ServiceCode: 'rekognition' };
/** The CDK's own qualifier, which cdk.json does not change. */
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';

/**
 * Reads an account by the SDK's clients, whose credentials and endpoints are those of the environment.
 * @param homeRegion where the caller is asked for
 */
export function awsAccount(homeRegion: string): Account {
  return {
    async caller() {
      const { Account: accountId = '', Arn: arn = '' } = await new STSClient({ region: homeRegion }).send(
        new GetCallerIdentityCommand({}),
      );
      return { accountId, arn };
    },

    async rekognitionQuotas(region) {
      const client = new ServiceQuotasClient({ region });
      const quotas = new Map<string, number>();
      // Service Quotas lists as applied only what it knows a value of, so that the defaults come first
      for await (const { Quotas = [] } of paginateListAWSDefaultServiceQuotas({ client }, REKOGNITION))
        addQuotas(quotas, Quotas);
      for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, REKOGNITION))
        addQuotas(quotas, Quotas);
      return quotas;
    },

    async unreservedConcurrency(region) {
      const { AccountLimit } = await new LambdaClient({ region }).send(new GetAccountSettingsCommand({}));
      return AccountLimit?.UnreservedConcurrentExecutions ?? 0;
    },

    async collectionIds(region) {
      const ids: string[] = [];
      const client = new RekognitionClient({ region });
      for await (const { CollectionIds = [] } of paginateListCollections({ client }, {}))
        ids.push(...CollectionIds);
      return ids;
    },

    async bootstrapVersion(region) {
      try {
        const { Parameter } = await new SSMClient({ region }).send(
          new GetParameterCommand({ Name: BOOTSTRAP_VERSION }),
        );
        return Number(Parameter?.Value);
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },
  };
}

/** Quotas of calls per second end with the name of their operation; others have none. */
function addQuotas(quotas: Map<string, number>, listed: readonly ServiceQuota[]): void {
  for (const { QuotaName = '', Value } of listed) {
    const operation = /^Transactions per second per account .*operation:? (\w+)$/.exec(QuotaName)?.[1];
    if (operation !== undefined && Value !== undefined) quotas.set(operation, Value);
  }
}
