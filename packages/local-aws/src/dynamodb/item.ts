/** A value as it travels in the DynamoDB protocol: one member, named by its type. Binary is base64 text. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
}

export type AttributeType = keyof AttributeValue;

export type Item = Readonly<Record<string, AttributeValue>>;

/** The key attributes of an item. */
export type Key = Item;

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface SecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
  readonly [shown: string]: unknown;
}

/** A table as DescribeTable shows it, as far as this emulator reads it. */
export interface TableDescription {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableStatus: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly GlobalSecondaryIndexes?: readonly SecondaryIndex[];
  readonly LocalSecondaryIndexes?: readonly SecondaryIndex[];
  readonly DeletionProtectionEnabled?: boolean;
  readonly SSEDescription?: { readonly KMSMasterKeyArn?: string; readonly [shown: string]: unknown };
  readonly BillingModeSummary?: { readonly BillingMode: string };
  /** Fields that are only shown. */
  readonly [shown: string]: unknown;
}

/** The one type an attribute value has; undefined for a malformed one. */
export const typeOf = (value: AttributeValue): AttributeType | undefined =>
  Object.keys(value)[0] as AttributeType | undefined;

/** The key attributes of an item of this table. */
export const keyOf = (table: TableDescription, item: Item): Key =>
  Object.fromEntries(
    table.KeySchema.flatMap(({ AttributeName }) => {
      const value = item[AttributeName];
      return value ? [[AttributeName, value]] : [];
    }),
  );
