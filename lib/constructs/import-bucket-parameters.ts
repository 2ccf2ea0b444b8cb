import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { importBucketsParameter, toImportBucketsParameter } from '../../lambda/bulk-indexing/contract.ts';
import type { DeploymentConfig } from '../config.ts';

/**
 * Bytes of a parameter of the standard tier.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const MAX_PARAMETER_BYTES = 4096;

/**
 * The import buckets of each tenant that has any, in a parameter that only this tenant's roles may read: they
 * grow with the tenants, and an environment holds 4 KB.
 */
export class ImportBucketParameters extends Construct {
  constructor(scope: Construct, id: string, { stage, importBuckets }: DeploymentConfig) {
    super(scope, id);
    for (const tenant of new Set(importBuckets.map((bucket) => bucket.tenant))) {
      const stringValue = toImportBucketsParameter(importBuckets, tenant);
      const bytes = Buffer.byteLength(stringValue);
      if (bytes > MAX_PARAMETER_BYTES)
        throw new Error(
          `the import buckets of tenant "${tenant}" have ${bytes} bytes and a parameter of Systems Manager takes ${MAX_PARAMETER_BYTES}; shorten their prefixes, or list fewer buckets in importBuckets of lib/config.ts`,
        );
      new StringParameter(this, tenant, {
        parameterName: importBucketsParameter(stage, tenant),
        description: `Buckets from which ${tenant} imports images`,
        stringValue,
      });
    }
  }
}
