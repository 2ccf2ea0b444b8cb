import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSession } from 'aws-cdk-lib/aws-macie';
import type { Construct } from 'constructs';
import type { AuditSettings } from '../audit.ts';
import type { DeploymentConfig } from '../config.ts';
import { AuditLog } from '../constructs/audit-log.ts';
import { isDeletionProtected } from '../constructs/removal-policy.ts';
import type { DataStack } from './data-stack.ts';

export interface AuditStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly settings: AuditSettings;
  readonly data: DataStack;
}

/**
 * Records who did what (whitepaper 9.1): a trail of all management events, and of every read and write of the
 * images and rows. Calls of Rekognition are management events (Amazon Rekognition Developer Guide, "Logging
 * Amazon Rekognition API calls with AWS CloudTrail").
 */
export class AuditStack extends Stack {
  constructor(scope: Construct, id: string, props: AuditStackProps) {
    const { config, settings, data } = props;
    super(scope, id, { ...props, terminationProtection: isDeletionProtected(config) });
    const trailName = `face-idv-${config.stage}`;
    const trailArn = this.formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName });
    const log = new AuditLog(this, 'Log', {
      stage: config.stage,
      settings,
      trailArn,
      account: this.account,
    });
    const trail = new CfnTrail(this, 'Trail', {
      trailName,
      isLogging: true,
      enableLogFileValidation: true,
      // in the second region Rekognition is called, too, and IAM and STS are logged in us-east-1
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      s3BucketName: log.bucket.bucketName,
      kmsKeyId: log.key.keyArn,
      advancedEventSelectors: [
        { name: 'Management events', fieldSelectors: [equal('eventCategory', 'Management')] },
        dataEvents('Objects of evidence, of enrolled images and of seals', 'AWS::S3::Object', {
          startsWith: [data.evidence.bucket, data.enrolled.bucket, data.ledgerSeals.bucket].map((bucket) =>
            bucket.arnForObjects(''),
          ),
        }),
        dataEvents('Rows of the tables', 'AWS::DynamoDB::Table', { equalTo: this.tableArns(config, data) }),
      ],
    });
    if (log.bucket.policy) trail.node.addDependency(log.bucket.policy);
    if (settings.macie) this.enableMacie(data);
    new CfnOutput(this, 'AuditBucketName', { value: log.bucket.bucketName });
  }

  private tableArns({ secondRegion }: DeploymentConfig, { tables }: DataStack): string[] {
    const { sessions, faceMapping, control, audit, ledger } = tables;
    const replicas = secondRegion
      ? [
          this.formatArn({
            service: 'dynamodb',
            region: secondRegion.region,
            resource: 'table',
            resourceName: faceMapping.tableName,
          }),
        ]
      : [];
    return [...[sessions, faceMapping, control, audit, ledger].map(({ tableArn }) => tableArn), ...replicas];
  }

  /**
   * Macie must decrypt what it looks at. Its role exists only once the session does, so
   * the key's policy names it in a condition: KMS refuses a principal that does not exist.
   */
  private enableMacie({ key }: DataStack): void {
    new CfnSession(this, 'Macie', { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' });
    key.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: {
          ArnEquals: {
            'aws:PrincipalArn': `arn:${this.partition}:iam::${this.account}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`,
          },
        },
      }),
    );
  }
}

const equal = (field: string, value: string): CfnTrail.AdvancedFieldSelectorProperty => ({
  field,
  equalTo: [value],
});

const dataEvents = (
  name: string,
  type: string,
  arns: Omit<CfnTrail.AdvancedFieldSelectorProperty, 'field'>,
): CfnTrail.AdvancedEventSelectorProperty => ({
  name,
  fieldSelectors: [
    equal('eventCategory', 'Data'),
    equal('resources.type', type),
    { field: 'resources.ARN', ...arns },
  ],
});

/** Adds the stack; does nothing if the deployment has no audit. */
export function addAuditStack(
  scope: Construct,
  prefix: string,
  props: Omit<AuditStackProps, 'settings'>,
): AuditStack[] {
  const { audit } = props.config;
  return audit ? [new AuditStack(scope, `${prefix}-Audit`, { ...props, settings: audit })] : [];
}
