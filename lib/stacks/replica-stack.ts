import { Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { isDeletionProtected, removalPolicyOf } from '../constructs/removal-policy.ts';
import { replicaKeyAlias } from '../constructs/replica-key.ts';

/**
 * Prerequisite of the mapping table's replica in the second region: a key,
 * since DynamoDB encrypts a replica with a key of the replica's region.
 */
export class ReplicaStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { readonly config: DeploymentConfig }) {
    const { config } = props;
    super(scope, id, { ...props, terminationProtection: isDeletionProtected(config) });
    new Key(this, 'Key', {
      description: `face-idv ${config.stage}: replica of the mapping table`,
      alias: replicaKeyAlias(config.stage),
      enableKeyRotation: true,
      removalPolicy: removalPolicyOf(config),
    });
  }
}

/** Adds the stack; does nothing if the deployment has no second region. */
export function addReplicaStack(
  scope: Construct,
  prefix: string,
  props: StackProps & { readonly config: DeploymentConfig },
): ReplicaStack | undefined {
  const { secondRegion } = props.config;
  if (!secondRegion) return undefined;
  return new ReplicaStack(scope, `${prefix}-Replica`, {
    ...props,
    env: { ...props.env, region: secondRegion.region },
  });
}
