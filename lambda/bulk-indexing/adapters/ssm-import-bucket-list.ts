import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '../../kernel/ports/clock.ts';
import { recentlyUsed } from '../../kernel/recently-used.ts';
import { MAX_TENANTS } from '../../platform/tenant-credentials.ts';
import {
  importBucketsParameter,
  parseImportBucketsParameter,
  type TenantImportBuckets,
} from '../contract.ts';
import type { ImportBucketList } from '../ports/import-bucket-list.ts';

/**
 * Time for which a list is kept: as long as AWS's own extension for Lambda keeps a parameter. Every function
 * that indexes then asks once per five minutes; Parameter Store answers 40 calls per second of an account.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html
 */
const KEPT_MS = 5 * 60 * 1000;

/** Lists in Parameter Store, one parameter per tenant, read as that tenant. */
export function createSsmImportBucketList(ssm: SSMClient, stage: string, clock: Clock): ImportBucketList {
  const listOf = recentlyUsed(MAX_TENANTS, (tenant) => {
    let held: Promise<TenantImportBuckets> | undefined;
    let until = 0;
    return () => {
      const now = clock().getTime();
      if (held && now < until) return held;
      const asked = read(ssm, importBucketsParameter(stage, tenant));
      held = asked;
      until = now + KEPT_MS;
      // a failure rejects the waiting callers, and the next caller tries again
      asked.catch(() => {
        until = 0;
      });
      return asked;
    };
  });
  return { of: (tenant) => listOf(tenant)() };
}

async function read(ssm: SSMClient, name: string): Promise<TenantImportBuckets> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    return parseImportBucketsParameter(Parameter?.Value ?? '');
  } catch (error) {
    if (error instanceof ParameterNotFound) return [];
    throw error;
  }
}
