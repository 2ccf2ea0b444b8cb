import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { SecondRegion } from '../../lambda/contract/replication.ts';
import {
  CONTROL_TABLE,
  FACE_MAPPING_TABLE,
  SESSIONS_TABLE,
  type TableShape,
} from '../../lambda/contract/tables.ts';
import type { DeploymentConfig } from '../config.ts';
import { replicaKeyAlias } from './replica-key.ts';

export interface TablesProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
}

/** The three tables, in the shapes that the adapters read and write. */
export class Tables extends Construct {
  readonly sessions: Table;
  readonly faceMapping: Table | TableV2;
  readonly control: Table;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    const { secondRegion } = props.config;
    this.sessions = this.table('Sessions', SESSIONS_TABLE, props);
    this.faceMapping = secondRegion
      ? this.globalTable('FaceMapping', FACE_MAPPING_TABLE, secondRegion, props)
      : this.table('FaceMapping', FACE_MAPPING_TABLE, props);
    this.control = this.table('Control', CONTROL_TABLE, props);
  }

  private table(id: string, shape: TableShape, { config, key }: TablesProps): Table {
    const table = new Table(this, id, {
      ...common(shape, config),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
    });
    for (const index of indexesOf(shape)) table.addGlobalSecondaryIndex(index);
    return table;
  }

  /** The same with a replica in the second region. The logical id stays: a deploy that changed the kind is refused. */
  private globalTable(
    id: string,
    shape: TableShape,
    { region }: SecondRegion,
    { config, key }: TablesProps,
  ): TableV2 {
    const replicaKey = Stack.of(this).formatArn({
      service: 'kms',
      region,
      resource: replicaKeyAlias(config.stage),
    });
    return new TableV2(this, id, {
      ...common(shape, config),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key, { [region]: replicaKey }),
      globalSecondaryIndexes: indexesOf(shape),
      replicas: [{ region }],
    });
  }
}

const attribute = (name: string) => ({ name, type: AttributeType.STRING });

const common = (shape: TableShape, config: DeploymentConfig) => ({
  partitionKey: attribute(shape.partitionKey),
  sortKey: attribute(shape.sortKey),
  ...(shape.timeToLiveAttribute ? { timeToLiveAttribute: shape.timeToLiveAttribute } : {}),
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: config.protectData,
  removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
});

const indexesOf = ({ indexes }: TableShape) =>
  Object.entries(indexes).map(([indexName, { partitionKey, sortKey, projection }]) => ({
    indexName,
    partitionKey: attribute(partitionKey),
    ...(sortKey ? { sortKey: attribute(sortKey) } : {}),
    projectionType: projection === 'all' ? ProjectionType.ALL : ProjectionType.KEYS_ONLY,
  }));
