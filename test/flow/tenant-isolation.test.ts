import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateCollectionCommand,
  DeleteFacesCommand,
  DescribeCollectionCommand,
  IndexFacesCommand,
  ListFacesCommand,
  RekognitionClient,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type CloudTemplate, LOCAL_ACCOUNT_ID, readTemplates } from '@face-idv/local-aws';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeAll, describe, expect, it } from 'vitest';
import { importBucketsParameter } from '../../lambda/bulk-indexing/contract.ts';
import { withFlowStack } from '../support/flow-stack.ts';

/** Each has a name that another one begins with, which a pattern with a missing separator would take for it. */
const TENANTS = Array.from({ length: 10 }, (_, index) => [`tenant-${index}`, `tenant-${index}0`]).flat();
/** Others that an attempt meets beside the one whose name is alike: each role has at least five attempts, to meet all. */
const OTHERS_OF_ATTEMPT = 4;
const OWNER = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Clients {
  readonly dynamo: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly rekognition: RekognitionClient;
  readonly ssm: SSMClient;
}

/** Where the tenants' data lies. */
interface Places {
  readonly tables: readonly {
    readonly name: string;
    readonly key: (tenant: string) => Record<string, string>;
  }[];
  readonly indexes: readonly { readonly table: string; readonly index: string; readonly key: string }[];
  readonly buckets: readonly string[];
}

/** One way to reach data of a tenant, and the action that IAM asks about. */
interface Attempt {
  readonly action: string;
  readonly of: (tenant: string) => Promise<unknown>;
}

const collectionOf = (tenant: string) => `face-idv-local.${tenant}.g1.0`;
const objectOf = (tenant: string) => `${tenant}/user-1/picture.jpg`;

function attemptsWith(
  { dynamo, s3, rekognition, ssm }: Clients,
  places: Places,
  photo: Uint8Array,
): Attempt[] {
  const tables = places.tables.flatMap(({ name, key }): Attempt[] => {
    const item = (tenant: string) => ({ TableName: name, Key: key(tenant) });
    const [partition = ''] = Object.keys(key(''));
    const query = (tenant: string) => ({
      TableName: name,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': partition },
      ExpressionAttributeValues: { ':pk': key(tenant)[partition] },
    });
    return [
      { action: 'dynamodb:GetItem', of: (tenant) => dynamo.send(new GetCommand(item(tenant))) },
      {
        action: 'dynamodb:GetItem',
        of: (tenant) => dynamo.send(new TransactGetCommand({ TransactItems: [{ Get: item(tenant) }] })),
      },
      { action: 'dynamodb:Query', of: (tenant) => dynamo.send(new QueryCommand(query(tenant))) },
      {
        action: 'dynamodb:PutItem',
        of: (tenant) => dynamo.send(new PutCommand({ TableName: name, Item: key(tenant) })),
      },
      {
        action: 'dynamodb:UpdateItem',
        of: (tenant) =>
          dynamo.send(
            new UpdateCommand({
              ...item(tenant),
              UpdateExpression: 'SET seen = :yes',
              ExpressionAttributeValues: { ':yes': true },
            }),
          ),
      },
      {
        action: 'dynamodb:DeleteItem',
        of: (tenant) => dynamo.send(new TransactWriteCommand({ TransactItems: [{ Delete: item(tenant) }] })),
      },
      { action: 'dynamodb:DeleteItem', of: (tenant) => dynamo.send(new DeleteCommand(item(tenant))) },
    ];
  });
  const indexes = places.indexes.map(
    ({ table, index, key }): Attempt => ({
      action: 'dynamodb:Query',
      of: (tenant) =>
        dynamo.send(
          new QueryCommand({
            TableName: table,
            IndexName: index,
            KeyConditionExpression: '#pk = :pk',
            ExpressionAttributeNames: { '#pk': key },
            ExpressionAttributeValues: { ':pk': `${tenant}#any` },
          }),
        ),
    }),
  );
  const buckets = places.buckets.flatMap((Bucket): Attempt[] => [
    {
      action: 's3:PutObject',
      of: (tenant) => s3.send(new PutObjectCommand({ Bucket, Key: objectOf(tenant), Body: photo })),
    },
    {
      action: 's3:GetObject',
      of: (tenant) => s3.send(new GetObjectCommand({ Bucket, Key: objectOf(tenant) })),
    },
    {
      action: 's3:ListBucket',
      of: (tenant) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: objectOf(tenant) })),
    },
    {
      action: 's3:DeleteObjectVersion',
      of: (tenant) =>
        s3.send(new DeleteObjectCommand({ Bucket, Key: `${tenant}/nothing.jpg`, VersionId: 'none' })),
    },
  ]);
  const faces: Attempt[] = [
    {
      action: 'rekognition:SearchFacesByImage',
      of: (tenant) =>
        rekognition.send(
          new SearchFacesByImageCommand({ CollectionId: collectionOf(tenant), Image: { Bytes: photo } }),
        ),
    },
    {
      action: 'rekognition:IndexFaces',
      of: (tenant) =>
        rekognition.send(
          new IndexFacesCommand({ CollectionId: collectionOf(tenant), Image: { Bytes: photo } }),
        ),
    },
    {
      action: 'rekognition:DeleteFaces',
      of: (tenant) =>
        rekognition.send(
          new DeleteFacesCommand({
            CollectionId: collectionOf(tenant),
            FaceIds: ['11111111-1111-4111-8111-111111111111'],
          }),
        ),
    },
    {
      action: 'rekognition:ListFaces',
      of: (tenant) => rekognition.send(new ListFacesCommand({ CollectionId: collectionOf(tenant) })),
    },
    {
      action: 'rekognition:DescribeCollection',
      of: (tenant) => rekognition.send(new DescribeCollectionCommand({ CollectionId: collectionOf(tenant) })),
    },
  ];
  const imports: Attempt = {
    action: 'ssm:GetParameter',
    of: (tenant) => ssm.send(new GetParameterCommand({ Name: importBucketsParameter('local', tenant) })),
  };
  return [...tables, ...indexes, ...buckets, ...faces, imports];
}

/** Whom an attempt as a tenant is made on: the one whose name is alike, and of the rest the next few in turn. */
function othersOf(self: string, turn: number): readonly string[] {
  const isAlike = (other: string) => other.startsWith(self) || self.startsWith(other);
  const rest = TENANTS.filter((other) => !isAlike(other));
  const next = Array.from(
    { length: OTHERS_OF_ATTEMPT },
    (_, place) => rest[(turn * OTHERS_OF_ATTEMPT + place) % rest.length] ?? '',
  );
  return [...TENANTS.filter((other) => other !== self && isAlike(other)), ...next];
}

/** Whether IAM let an attempt through, whatever came of it then. */
async function isLetThrough(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    return !(error instanceof Error && /^AccessDenied(Exception)?$/.test(error.name));
  }
}

interface TenantRole {
  readonly arn: string;
  readonly name: string;
  readonly actions: ReadonlySet<string>;
}

function tenantRolesOf({ resources }: CloudTemplate): TenantRole[] {
  return resources.flatMap(({ type, properties, ref, logicalId }) => {
    if (type !== 'AWS::IAM::Role') return [];
    const [policy] = (properties.Policies ?? []) as {
      readonly PolicyName: string;
      readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string | string[] }[] };
    }[];
    if (policy?.PolicyName !== 'Tenant') return [];
    const actions = new Set(policy.PolicyDocument.Statement.flatMap(({ Action }) => Action));
    return [{ arn: `arn:aws:iam::${LOCAL_ACCOUNT_ID}:role/${ref}`, name: logicalId, actions }];
  });
}

describe('the roles that functions take for a tenant', () => {
  const flow = withFlowStack();
  let places: Places;
  let roles: TenantRole[];
  let photo: Uint8Array;

  const clientsOf = (credentials: Keys): Clients => {
    const { endpoint, region } = flow.stack;
    const options = { endpoint, region, credentials, maxAttempts: 1 };
    return {
      dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(options)),
      s3: new S3Client({ ...options, forcePathStyle: true }),
      rekognition: new RekognitionClient(options),
      ssm: new SSMClient(options),
    };
  };

  beforeAll(async () => {
    const template = await readTemplates(flow.cdkOut, flow.stack.endpoint);
    const refs = (kind: string, part: string) =>
      template.resources.find(({ type, logicalId }) => type === kind && logicalId.startsWith(part))?.ref ??
      '';
    const table = (part: string) => refs('AWS::DynamoDB::GlobalTable', part);
    const [sessions, mapping, control, audit] = [
      table('TablesSessions'),
      table('TablesFace'),
      table('TablesControl'),
      table('TablesAudit'),
    ];
    const pk = (tenant: string) => ({ pk: `${tenant}#any`, sk: 'row' });
    places = {
      tables: [
        { name: sessions, key: pk },
        { name: control, key: pk },
        { name: audit, key: pk },
        { name: mapping, key: (tenant) => ({ user_id: `${tenant}#any`, 'collection_id#face_id': 'row' }) },
      ],
      indexes: [
        { table: sessions, index: 'by-user', key: 'by_user_pk' },
        { table: mapping, index: 'by-collection', key: 'by_collection_pk' },
        { table: audit, index: 'by-subject', key: 'by_subject_pk' },
      ],
      buckets: [refs('AWS::S3::Bucket', 'EvidenceBucket'), refs('AWS::S3::Bucket', 'EnrolledBucket')],
    };
    roles = tenantRolesOf(template);
    photo = await selfieOf('cage');
    // what is asked is who may, not how often
    await fetch(`${flow.stack.endpoint}/_local/rekognition/quotas`, {
      method: 'PUT',
      body: JSON.stringify({ quotas: 'off' }),
    });
    const owner = clientsOf(OWNER);
    for (const tenant of TENANTS) {
      await owner.rekognition.send(new CreateCollectionCommand({ CollectionId: collectionOf(tenant) }));
      for (const Bucket of places.buckets)
        await owner.s3.send(new PutObjectCommand({ Bucket, Key: objectOf(tenant), Body: photo }));
    }
  });

  const takenFor = async (tenant: string, { arn }: TenantRole): Promise<Clients> => {
    const { endpoint, region } = flow.stack;
    const sts = new STSClient({ endpoint, region, credentials: OWNER });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: arn,
        RoleSessionName: 'adversary',
        Tags: [{ Key: 'tenant', Value: tenant }],
      }),
    );
    return clientsOf({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });
  };

  it('reach the data of their tenant, and none of 19 others, by any action that they have', async () => {
    expect(roles.length).toBeGreaterThan(20);
    const reached = new Set<string>();
    const crossed: string[] = [];
    const kept: string[] = [];
    for (const [index, role] of roles.entries()) {
      const self = TENANTS[index % TENANTS.length] ?? '';
      const all = attemptsWith(await takenFor(self, role), places, photo);
      const granted = all.filter(({ action }) => role.actions.has(action));
      const met = new Set<string>();
      for (const [turn, { action, of }] of granted.entries()) {
        if (await isLetThrough(of(self))) reached.add(action);
        const others = othersOf(self, turn);
        const through = await Promise.all(others.map((other) => isLetThrough(of(other))));
        for (const [place, other] of others.entries()) {
          met.add(other);
          if (through[place]) crossed.push(`${role.name}: ${action} of ${other} as ${self}`);
          else kept.push(other);
        }
      }
      expect(met.size, role.name).toBe(TENANTS.length - 1);
    }
    expect(crossed).toEqual([]);
    expect(kept.length).toBeGreaterThan(1000);
    expect([...reached].sort()).toEqual([
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'rekognition:DeleteFaces',
      'rekognition:DescribeCollection',
      'rekognition:IndexFaces',
      'rekognition:ListFaces',
      'rekognition:SearchFacesByImage',
      's3:DeleteObjectVersion',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'ssm:GetParameter',
    ]);
  });
});
