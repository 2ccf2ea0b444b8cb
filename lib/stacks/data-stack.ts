import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { EnrolledImages } from '../constructs/enrolled-images.ts';
import { EvidenceBucket } from '../constructs/evidence-bucket.ts';
import { FaceLogin } from '../constructs/face-login.ts';
import type { FunctionNetwork } from '../constructs/function-network.ts';
import { Identity } from '../constructs/identity.ts';
import { LedgerSeals } from '../constructs/ledger-seals.ts';
import { allowLogs } from '../constructs/log-settings.ts';
import { isDeletionProtected, removalPolicyOf } from '../constructs/removal-policy.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { SigningKeys } from '../constructs/signing-keys.ts';
import { SubjectKey } from '../constructs/subject-key.ts';
import { Tables } from '../constructs/tables.ts';
import { offersFaceLogin } from '../face-login.ts';
import { sessionSettings } from './session-settings.ts';

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
  /** Ends of the ledger's chains, locked against changes. */
  readonly ledgerSeals: LedgerSeals;
  readonly identity: Identity;
  /** Sign tokens: kept, so that a proof of a step-up that was filed can still be verified. */
  readonly signing: SigningKeys;
  /** Hashes users: kept, so that a hash that was stored can still be matched. */
  readonly subjectKey: SubjectKey;
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
    this.subjectKey = new SubjectKey(this, 'Subjects', config);
    this.ledgerSeals = new LedgerSeals(this, 'LedgerSeals', {
      config,
      key: this.key,
      accessLogs: this.evidence.accessLogs,
    });
    this.tables = new Tables(this, 'Tables', { config, key: this.key });
    // triggers are part of the pool: in another stack the two would need each other
    const faceLogin = offersFaceLogin(config)
      ? new FaceLogin(this, 'FaceLogin', {
          config,
          resources: {
            tables: this.tables,
            evidence: this.evidence.bucket,
            enrolled: this.enrolled.bucket,
            key: this.key,
            subjectKey: this.subjectKey,
            ledgerSeals: this.ledgerSeals.bucket,
            network,
          },
          environment: sessionSettings(this),
          signing: this.signing,
        })
      : undefined;
    const tokenTrigger = faceLogin?.require ?? this.addTokenClaims(config);
    this.identity = new Identity(this, 'Identity', { config, tokenTrigger, faceLogin });
    this.alarmTopic =
      config.alarmTarget === undefined
        ? undefined
        : new AlarmTopic(this, 'Alarms', { target: config.alarmTarget, key: this.key }).topic;
    this.addOutputs();
  }

  private addTokenClaims(config: DeploymentConfig): IFunction {
    return new ServiceFunction(this, 'AddTokenClaims', {
      config,
      name: 'add-token-claims',
      environment: {},
      key: this.key,
      network: this.network,
      access: { own: [], ofTenant: [], ofImports: [], acknowledged: {} },
    }).fn;
  }

  private addOutputs(): void {
    new CfnOutput(this, 'UserPoolId', { value: this.identity.userPool.userPoolId });
    new CfnOutput(this, 'EndUserClientId', { value: this.identity.endUserClient.userPoolClientId });
    new CfnOutput(this, 'TokenEndpoint', { value: this.identity.tokenEndpoint });
    new CfnOutput(this, 'EvidenceBucketName', { value: this.evidence.bucket.bucketName });
    // what `npm run ledger` reads
    new CfnOutput(this, 'SessionsTableName', { value: this.tables.sessions.tableName });
    new CfnOutput(this, 'ControlTableName', { value: this.tables.control.tableName });
    new CfnOutput(this, 'AuditTableName', { value: this.tables.audit.tableName });
    new CfnOutput(this, 'LedgerTableName', { value: this.tables.ledger.tableName });
    new CfnOutput(this, 'LedgerSealsBucketName', { value: this.ledgerSeals.bucket.bucketName });
    new CfnOutput(this, 'SubjectKeyArn', { value: this.subjectKey.keyArn });
  }
}
