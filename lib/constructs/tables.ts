import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  CONTROL_TABLE,
  FACE_MAPPING_TABLE,
  SESSIONS_TABLE,
  type TableShape,
} from '../../lambda/contract/tables.ts';
import type { DeploymentConfig } from '../config.ts';

export interface TablesProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
}

/** The three tables, in the shapes that the adapters read and write. */
export class Tables extends Construct {
  readonly sessions: Table;
  readonly faceMapping: Table;
  readonly control: Table;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    this.sessions = this.table('Sessions', SESSIONS_TABLE, props);
    this.faceMapping = this.table('FaceMapping', FACE_MAPPING_TABLE, props);
    this.control = this.table('Control', CONTROL_TABLE, props);
  }

  private table(id: string, shape: TableShape, { config, key }: TablesProps): Table {
    const table = new Table(this, id, {
      partitionKey: { name: shape.partitionKey, type: AttributeType.STRING },
      sortKey: { name: shape.sortKey, type: AttributeType.STRING },
      ...(shape.timeToLiveAttribute ? { timeToLiveAttribute: shape.timeToLiveAttribute } : {}),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: config.protectData,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const [indexName, index] of Object.entries(shape.indexes)) {
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
        ...(index.sortKey ? { sortKey: { name: index.sortKey, type: AttributeType.STRING } } : {}),
        projectionType: index.projection === 'all' ? ProjectionType.ALL : ProjectionType.KEYS_ONLY,
      });
    }
    return table;
  }
}
