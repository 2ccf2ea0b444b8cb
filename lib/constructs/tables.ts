import { Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  AUDIT_TABLE,
  CONTROL_TABLE,
  FACE_MAPPING_TABLE,
  LEDGER_TABLE,
  SESSIONS_TABLE,
  type TableShape,
} from '../../lambda/kernel/tables.ts';
import type { DeploymentConfig } from '../config.ts';
import { isDeletionProtected, removalPolicyOf } from './removal-policy.ts';
import { replicaKeyAlias } from './replica-key.ts';

export interface TablesProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
}

/**
 * The five tables, in the shapes that the adapters read and write. They are global tables, which cost
 * nothing while they have one region: a replica is then added in place, whereas an older table would have to
 * be imported again.
 */
export class Tables extends Construct {
  readonly sessions: TableV2;
  /** Has a replica in the second region, if the deployment has one. */
  readonly faceMapping: TableV2;
  readonly control: TableV2;
  readonly audit: TableV2;
  readonly ledger: TableV2;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    this.sessions = this.table('Sessions', SESSIONS_TABLE, props);
    this.faceMapping = this.table(
      'FaceMapping',
      FACE_MAPPING_TABLE,
      props,
      props.config.secondRegion?.region,
    );
    this.control = this.table('Control', CONTROL_TABLE, props);
    this.audit = this.table('Audit', AUDIT_TABLE, props);
    this.ledger = this.table('Ledger', LEDGER_TABLE, props);
  }

  private table(
    id: string,
    shape: TableShape,
    { config, key }: TablesProps,
    replicaRegion?: string,
  ): TableV2 {
    return new TableV2(this, id, {
      partitionKey: attribute(shape.partitionKey),
      sortKey: attribute(shape.sortKey),
      ...(shape.hasStream ? { dynamoStream: StreamViewType.NEW_IMAGE } : {}),
      ...(shape.timeToLiveAttribute ? { timeToLiveAttribute: shape.timeToLiveAttribute } : {}),
      globalSecondaryIndexes: indexesOf(shape),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key, this.replicaKeys(config, replicaRegion)),
      ...(replicaRegion ? { replicas: [{ region: replicaRegion }] } : {}),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isDeletionProtected(config),
      removalPolicy: removalPolicyOf(config),
    });
  }

  private replicaKeys({ stage }: DeploymentConfig, region?: string): Record<string, string> {
    if (!region) return {};
    const resource = replicaKeyAlias(stage);
    return { [region]: Stack.of(this).formatArn({ service: 'kms', region, resource }) };
  }
}

const attribute = (name: string) => ({ name, type: AttributeType.STRING });

const indexesOf = ({ indexes }: TableShape) =>
  Object.entries(indexes).map(([indexName, { partitionKey, sortKey, projection }]) => ({
    indexName,
    partitionKey: attribute(partitionKey),
    ...(sortKey ? { sortKey: attribute(sortKey) } : {}),
    projectionType: projection === 'all' ? ProjectionType.ALL : ProjectionType.KEYS_ONLY,
  }));
