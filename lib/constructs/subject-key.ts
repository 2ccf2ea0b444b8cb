import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { removalPolicyOf } from './removal-policy.ts';

/**
 * The key by which records name a user without the user's id. It lives as long as those records: KMS cannot
 * rotate an HMAC key, and hashes by another key match none of the earlier ones.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 */
export class SubjectKey extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, config: DeploymentConfig) {
    super(scope, id);
    this.keyArn = new Key(this, 'Key', {
      description: `face-idv ${config.stage}: keyed hashes of users`,
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: removalPolicyOf(config),
    }).keyArn;
  }

  /** Permission to hash. IAM has no condition on the message: the code names the tenant. */
  get hashStatement(): PolicyStatement {
    return new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['kms:GenerateMac'],
      resources: [this.keyArn],
    });
  }
}
