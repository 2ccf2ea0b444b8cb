import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroupProps } from 'aws-cdk-lib/aws-logs';
import type { DeploymentConfig } from '../config.ts';
import { removalPolicyOf } from './removal-policy.ts';

/** Settings of a log group: its retention, and the customer's key where data is protected. */
export const logSettings = (config: DeploymentConfig, key: IKey): LogGroupProps => ({
  retention: config.logRetentionDays,
  removalPolicy: removalPolicyOf(config),
  ...(config.protectData ? { encryptionKey: key } : {}),
});

/**
 * Lets CloudWatch Logs encrypt the log groups of the account with a key, and nothing else (CloudWatch Logs
 * User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS").
 */
export function allowLogs(key: IKey, { region, account, partition }: Stack): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
        },
      },
    }),
  );
}
