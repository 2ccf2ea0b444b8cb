import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { EnrolledImages } from '../constructs/enrolled-images.ts';
import { EvidenceBucket } from '../constructs/evidence-bucket.ts';
import type { FunctionNetwork } from '../constructs/function-network.ts';
import { Identity } from '../constructs/identity.ts';
import { allowLogs } from '../constructs/log-settings.ts';
import { isDeletionProtected, removalPolicyOf } from '../constructs/removal-policy.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { SigningKeys } from '../constructs/signing-keys.ts';
import { Tables } from '../constructs/tables.ts';

export interface DataStackProps extends StackProps {
  readonly config: DeploymentConfig;
  /** Where functions run; undefined outside a network of their own. */
  readonly network: FunctionNetwork | undefined;
}

/** Data that must survive any deployment: the key, the evidence, the tables and the users. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly evidence: EvidenceBucket;
  readonly enrolled: EnrolledImages;
  readonly tables: Tables;
  readonly identity: Identity;
  /** Sign proofs of step-ups: kept, so that a proof that somebody has filed can still be verified. */
  readonly signing: SigningKeys;
  /** Where alarms are sent; undefined where they only show on the dashboard. */
  readonly alarmTopic: ITopic | undefined;
  readonly network: FunctionNetwork | undefined;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: isDeletionProtected(props.config) });
    const { config, network } = props;
    this.network = network;
    this.key = new Key(this, 'Key', {
      description: `face-idv ${config.stage}: evidence, tables`,
      enableKeyRotation: true,
      removalPolicy: removalPolicyOf(config),
    });
    if (config.protectData) allowLogs(this.key, this);
    this.evidence = new EvidenceBucket(this, 'Evidence', { config, key: this.key });
    this.enrolled = new EnrolledImages(this, 'Enrolled', {
      config,
      key: this.key,
      accessLogs: this.evidence.accessLogs,
    });
    this.signing = new SigningKeys(this, 'Signing', config);
    this.tables = new Tables(this, 'Tables', { config, key: this.key });
    // the trigger is part of the pool: in another stack the two would need each other
    const tokenTrigger = new ServiceFunction(this, 'AddTokenClaims', {
      config,
      name: 'add-token-claims',
      environment: {},
      key: this.key,
      network,
      access: { own: [], ofTenant: [], ofImports: [], acknowledged: {} },
    });
    this.identity = new Identity(this, 'Identity', { config, tokenTrigger: tokenTrigger.fn });
    this.alarmTopic =
      config.alarmTarget === undefined
        ? undefined
        : new AlarmTopic(this, 'Alarms', { target: config.alarmTarget, key: this.key }).topic;
    this.addOutputs();
  }

  private addOutputs(): void {
    new CfnOutput(this, 'UserPoolId', { value: this.identity.userPool.userPoolId });
    new CfnOutput(this, 'EndUserClientId', { value: this.identity.endUserClient.userPoolClientId });
    new CfnOutput(this, 'TokenEndpoint', { value: this.identity.tokenEndpoint });
    new CfnOutput(this, 'EvidenceBucketName', { value: this.evidence.bucket.bucketName });
  }
}
