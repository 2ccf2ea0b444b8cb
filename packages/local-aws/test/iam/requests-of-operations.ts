import type { CloudRequest } from '../../src/emulator.ts';
import { TaskTokens } from '../../src/step-functions/task-tokens.ts';

/** What is different between requests: the members of a JSON body, or a method and a path. */
export type AskedFor =
  | { readonly input: Readonly<Record<string, unknown>> }
  | (Pick<CloudRequest, 'method'> & { readonly path: string });

const input = (members: Readonly<Record<string, unknown>> = {}): AskedFor => ({ input: members });
const http = (method: string, path: string): AskedFor => ({ method, path });

/** Names of what the template of the law declares. */
export const TABLE = 'Sessions';
export const BUCKET = 'evidence';
export const QUEUE = 'Work';
export const FUNCTION = 'Worker';
/** The id that the template's key gets: ids of keys are not chosen. */
export const SIGNING_KEY = '2cb614f1-8288-43e1-a2a5-9b81099e8e56';

const STATES = 'arn:aws:states:eu-west-1:000000000000';
const MACHINE = `${STATES}:stateMachine:Registration`;
const EXECUTION = `${STATES}:execution:Registration:4f1c`;
const MAP_RUN = `${STATES}:mapRun:Registration/Items:4f1c`;
const ofMachine = input({ stateMachineArn: MACHINE });
const ofExecution = input({ executionArn: EXECUTION });
const ofToken = input({ taskToken: new TaskTokens().create(MACHINE) });

const KEY = { pk: { S: 'acme#1' }, sk: { S: 'session' } };
const ofTable = input({ TableName: TABLE });
const ofItem = input({ TableName: TABLE, Key: KEY });
const ofPool = input({ UserPoolId: 'eu-west-1_aBcDeF123' });
const ofQueue = input({ QueueUrl: `http://localhost/000000000000/${QUEUE}` });
const ofDeadLetters = input({ SourceArn: `arn:aws:sqs:eu-west-1:000000000000:${QUEUE}` });
const ofSigningKey = input({ KeyId: SIGNING_KEY });
const ofCollection = input({ CollectionId: 'people' });
const PHOTO = { S3Object: { Bucket: BUCKET, Name: 'acme/a.jpg' } };
const ofPhoto = input({ CollectionId: 'people', Image: PHOTO });
const QUERY = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': KEY.pk } };
const OF_OWNER = { KeyConditionExpression: 'owner = :pk', ExpressionAttributeValues: { ':pk': KEY.pk } };

/** Requests to every operation that asks IAM for something, by service; several where they ask for other things. */
export const REQUESTS: Readonly<Record<string, Readonly<Record<string, readonly AskedFor[]>>>> = {
  'cognito-idp': {
    AdminAddUserToGroup: [ofPool],
    AdminCreateUser: [ofPool],
    AdminDeleteUser: [ofPool],
    AdminSetUserPassword: [ofPool],
    DescribeUserPoolClient: [ofPool],
    ListUserPoolClients: [ofPool],
  },
  dynamodb: {
    BatchWriteItem: [input({ RequestItems: { [TABLE]: [{ DeleteRequest: { Key: KEY } }] } })],
    CreateTable: [ofTable],
    DeleteItem: [ofItem],
    DeleteTable: [ofTable],
    DescribeContinuousBackups: [ofTable],
    DescribeTable: [ofTable],
    GetItem: [ofItem],
    ListTables: [input()],
    PutItem: [input({ TableName: TABLE, Item: KEY })],
    Query: [
      input({ TableName: TABLE, ...QUERY }),
      input({ TableName: TABLE, IndexName: 'by-owner', ...OF_OWNER }),
    ],
    Scan: [ofTable, input({ TableName: TABLE, IndexName: 'by-owner' })],
    TransactGetItems: [input({ TransactItems: [{ Get: { TableName: TABLE, Key: KEY } }] })],
    TransactWriteItems: [
      input({
        TransactItems: [
          { ConditionCheck: { TableName: TABLE, Key: KEY } },
          { Delete: { TableName: TABLE, Key: KEY } },
          { Put: { TableName: TABLE, Item: KEY } },
          { Update: { TableName: TABLE, Key: KEY } },
        ],
      }),
    ],
    UpdateContinuousBackups: [ofTable],
    UpdateItem: [ofItem],
  },
  events: {
    ListRules: [input()],
    ListTargetsByRule: [input({ Rule: 'Daily' }), input({ Rule: 'Daily', EventBusName: 'own' })],
    PutEvents: [input({ Entries: [{ Source: 'face-idv' }, { EventBusName: 'own' }] })],
  },
  lambda: {
    GetAccountSettings: [http('GET', '/2016-08-19/account-settings/')],
    Invoke: [http('POST', `/2015-03-31/functions/${FUNCTION}/invocations`)],
  },
  logs: {
    DescribeLogGroups: [input()],
    FilterLogEvents: [input({ logGroupName: '/aws/lambda/Worker' })],
  },
  monitoring: {
    DescribeAlarms: [input(), input({ AlarmNames: ['Throttled'] })],
    GetDashboard: [input({ DashboardName: 'Operations' })],
    GetMetricData: [input()],
    GetMetricStatistics: [input()],
    ListDashboards: [input()],
    ListMetrics: [input()],
  },
  kms: {
    GenerateMac: [ofSigningKey],
    GetPublicKey: [ofSigningKey],
    Sign: [ofSigningKey],
  },
  rekognition: {
    AssociateFaces: [ofCollection],
    CompareFaces: [input({ SourceImage: PHOTO, TargetImage: PHOTO })],
    CreateCollection: [ofCollection, input({ CollectionId: 'people', Tags: { stage: 'dev' } })],
    CreateFaceLivenessSession: [
      input({ Settings: { OutputConfig: { S3Bucket: BUCKET, S3KeyPrefix: 'audit/' } } }),
    ],
    CreateUser: [ofCollection],
    DeleteCollection: [ofCollection],
    DeleteFaces: [ofCollection],
    DeleteUser: [ofCollection],
    DescribeCollection: [ofCollection],
    DetectFaces: [input({ Image: PHOTO })],
    DisassociateFaces: [ofCollection],
    GetFaceLivenessSessionResults: [input()],
    IndexFaces: [
      ofPhoto,
      input({ CollectionId: 'people', Image: { S3Object: { ...PHOTO.S3Object, Version: '1' } } }),
    ],
    ListCollections: [input()],
    ListFaces: [ofCollection],
    ListUsers: [ofCollection],
    SearchFaces: [ofCollection],
    SearchFacesByImage: [ofPhoto],
    SearchUsers: [ofCollection],
    SearchUsersByImage: [ofPhoto],
    StartFaceLivenessSession: [input()],
  },
  s3: {
    AbortMultipartUpload: [http('DELETE', `/${BUCKET}/acme/a?uploadId=1`)],
    CompleteMultipartUpload: [http('POST', `/${BUCKET}/acme/a?uploadId=1`)],
    CreateBucket: [http('PUT', `/${BUCKET}`)],
    CreateMultipartUpload: [http('POST', `/${BUCKET}/acme/a?uploads`)],
    DeleteObject: [http('DELETE', `/${BUCKET}/acme/a`), http('DELETE', `/${BUCKET}/acme/a?versionId=1`)],
    GetObject: [http('GET', `/${BUCKET}/acme/a`), http('GET', `/${BUCKET}/acme/a?versionId=1`)],
    HeadObject: [http('HEAD', `/${BUCKET}/acme/a`), http('HEAD', `/${BUCKET}/acme/a?versionId=1`)],
    ListBuckets: [http('GET', '/')],
    ListMultipartUploads: [http('GET', `/${BUCKET}?uploads&prefix=acme%2F&delimiter=%2F`)],
    ListObjectVersions: [http('GET', `/${BUCKET}?versions&prefix=acme%2F&max-keys=9`)],
    ListObjectsV2: [http('GET', `/${BUCKET}?list-type=2&prefix=acme%2F&delimiter=%2F&max-keys=9`)],
    ListParts: [http('GET', `/${BUCKET}/acme/a?uploadId=1`)],
    PutObject: [http('PUT', `/${BUCKET}/acme/a`), http('PUT', `/${BUCKET}/acme/a?versionId=1`)],
    UploadPart: [http('PUT', `/${BUCKET}/acme/a?uploadId=1&partNumber=1`)],
  },
  servicequotas: { ListAWSDefaultServiceQuotas: [input()], ListServiceQuotas: [input()] },
  sqs: {
    ChangeMessageVisibility: [ofQueue],
    DeleteMessage: [ofQueue],
    GetQueueAttributes: [ofQueue],
    ListMessageMoveTasks: [ofDeadLetters],
    ListQueues: [input()],
    PurgeQueue: [ofQueue],
    ReceiveMessage: [ofQueue],
    SendMessage: [ofQueue],
    StartMessageMoveTask: [ofDeadLetters],
  },
  ssm: { GetParameter: [input({ Name: '/face-idv/import-buckets' }), input({ Name: 'plain' })] },
  states: {
    DescribeExecution: [ofExecution],
    DescribeMapRun: [input({ mapRunArn: MAP_RUN })],
    GetExecutionHistory: [ofExecution],
    ListExecutions: [ofMachine, input({ mapRunArn: MAP_RUN })],
    ListMapRuns: [ofExecution],
    ListStateMachines: [input()],
    SendTaskFailure: [ofToken],
    SendTaskHeartbeat: [ofToken],
    SendTaskSuccess: [ofToken],
    StartExecution: [ofMachine],
    StopExecution: [ofExecution],
  },
};
