/**
 * What uses an operation: a file below the root of the
 * repository, and a text that stands in it while it does.
 */
export type User = readonly [file: string, text: string];

const ACCOUNTS = 'local/start/demo-accounts.ts';
const MACHINE_CLIENT = 'local/start/machine-client.ts';
const IDENTITY = 'lib/constructs/identity.ts';
const RUNBOOK = 'docs/runbook.md';
const README = 'packages/local-aws/README.md';
const IMAGE_STORE = 'lambda/images/adapters/s3-image-store.ts';
const PARTED_FILES = 'lambda/bulk-indexing/adapters/s3-parted-files.ts';
const PREFLIGHT = 'scripts/preflight/aws-account.ts';
const ANALYSIS = 'lambda/images/adapters/rekognition-face-analysis.ts';
const COLLECTIONS = 'lambda/collections/adapters/rekognition-face-collections.ts';
const INVENTORY = 'lambda/collections/adapters/rekognition-collection-inventory.ts';
const LIVENESS = 'lambda/liveness/adapters/rekognition-liveness.ts';
const PROBE = 'lambda/collections/adapters/rekognition-face-model-probe.ts';
const SIGNING_KEYS = 'lambda/signing/adapters/kms-signing-keys.ts';
const USERS = 'lambda/user-vectors/adapters/rekognition-user-collections.ts';
const WITNESS = 'packages/local-aws/scripts/witness-dynamodb-fuzz.ts';

/** People look after their own account with the app client of the template. */
const APP_CLIENT: User = [IDENTITY, "addClient('EndUsers'"];
const SECOND_FACTOR: User = [IDENTITY, 'mfaSecondFactor: { otp: true'];
const ACCOUNT_RECOVERY: User = [IDENTITY, 'accountRecovery: AccountRecovery.EMAIL_ONLY'];
const OWN_ADDRESS: User = [
  IDENTITY,
  'writeAttributes: new ClientAttributes().withStandardAttributes({ email: true })',
];
const QUEUE_OF_A_FUNCTION: User = ['lib/constructs/work-queue.ts', 'new SqsEventSource('];
const FAILED_EXECUTIONS: User = [RUNBOOK, 'executions of the machine, status *Failed*'];
const MAP_RUN: User = [RUNBOOK, 'the map run of the execution'];

/** Every operation that the local AWS answers, by service, with one who uses it. */
export const USED: Readonly<Record<string, Readonly<Record<string, User>>>> = {
  'cognito-idp': {
    '/oauth2/token': [ACCOUNTS, '/oauth2/token'],
    AdminAddUserToGroup: [ACCOUNTS, 'new AdminAddUserToGroupCommand('],
    AdminCreateUser: [ACCOUNTS, 'new AdminCreateUserCommand('],
    AdminDeleteUser: ['scripts/smoke/temporary-operator.ts', 'new AdminDeleteUserCommand('],
    AdminSetUserPassword: [ACCOUNTS, 'new AdminSetUserPasswordCommand('],
    AssociateSoftwareToken: SECOND_FACTOR,
    ChangePassword: APP_CLIENT,
    ConfirmForgotPassword: ACCOUNT_RECOVERY,
    DescribeUserPoolClient: [MACHINE_CLIENT, 'new DescribeUserPoolClientCommand('],
    ForgotPassword: ACCOUNT_RECOVERY,
    GetTokensFromRefreshToken: [IDENTITY, 'refreshTokenValidity:'],
    GetUser: APP_CLIENT,
    GlobalSignOut: APP_CLIENT,
    InitiateAuth: [ACCOUNTS, 'new InitiateAuthCommand('],
    ListUserPoolClients: [MACHINE_CLIENT, 'new ListUserPoolClientsCommand('],
    RespondToAuthChallenge: [IDENTITY, 'userSrp: true'],
    RevokeToken: [IDENTITY, 'enableTokenRevocation: true'],
    SetUserMFAPreference: SECOND_FACTOR,
    UpdateUserAttributes: OWN_ADDRESS,
    VerifySoftwareToken: SECOND_FACTOR,
    VerifyUserAttribute: OWN_ADDRESS,
  },
  kms: {
    GenerateMac: ['lambda/platform/kms-subject-hash.ts', 'new GenerateMacCommand('],
    GetPublicKey: [SIGNING_KEYS, 'new GetPublicKeyCommand('],
    Sign: ['lambda/signing/adapters/kms-token-signer.ts', 'new SignCommand('],
  },
  dynamodb: {
    BatchWriteItem: [WITNESS, 'new BatchWriteItemCommand('],
    CreateTable: ['test/support/lambda/dynamo-tables.ts', 'new CreateTableCommand('],
    DeleteItem: ['lambda/enrollment/adapters/dynamo-missing-images.ts', 'new DeleteCommand('],
    DeleteTable: [WITNESS, 'new DeleteTableCommand('],
    DescribeTable: [README, 'dynamodb describe-table'],
    GetItem: ['lambda/abuse/adapters/dynamo-lockout-ledger.ts', 'new GetCommand('],
    ListTables: [README, 'dynamodb list-tables'],
    PutItem: ['lambda/platform/audit-entries.ts', 'new PutCommand('],
    Query: ['lambda/platform/dynamo-expressions.ts', 'new QueryCommand('],
    Scan: ['test/support/lambda/dynamo-tables.ts', 'new ScanCommand('],
    TransactGetItems: ['test/flow/tenant-isolation.test.ts', 'new TransactGetCommand('],
    TransactWriteItems: ['lambda/platform/dynamo-transaction.ts', 'new TransactWriteCommand('],
    UpdateItem: ['lambda/rate-limits/adapters/dynamo-rate-limiter.ts', 'new UpdateCommand('],
  },
  events: {
    ListRules: ['test/support/scheduled-functions.ts', 'new ListRulesCommand('],
    ListTargetsByRule: ['test/support/scheduled-functions.ts', 'new ListTargetsByRuleCommand('],
    PutEvents: ['lambda/collections/adapters/eventbridge-operations-events.ts', 'new PutEventsCommand('],
  },
  lambda: {
    GetAccountSettings: [PREFLIGHT, 'new GetAccountSettingsCommand('],
    Invoke: ['test/support/scheduled-functions.ts', '/2015-03-31/functions/'],
  },
  logs: {
    DescribeLogGroups: [README, 'logs describe-log-groups'],
    FilterLogEvents: [README, 'logs tail'],
  },
  monitoring: {
    DescribeAlarms: [RUNBOOK, 'One section per alarm, named like the alarm'],
    GetMetricStatistics: ['test/flow/reconciliation.test.ts', 'new GetMetricStatisticsCommand('],
  },
  rekognition: {
    AssociateFaces: [USERS, 'new AssociateFacesCommand('],
    CompareFaces: [ANALYSIS, 'new CompareFacesCommand('],
    CreateCollection: [PROBE, 'new CreateCollectionCommand('],
    CreateFaceLivenessSession: [LIVENESS, 'new CreateFaceLivenessSessionCommand('],
    CreateUser: [USERS, 'new CreateUserCommand('],
    DeleteCollection: [PROBE, 'new DeleteCollectionCommand('],
    DeleteFaces: [COLLECTIONS, 'new DeleteFacesCommand('],
    DeleteUser: [USERS, 'new DeleteUserCommand('],
    DescribeCollection: [INVENTORY, 'new DescribeCollectionCommand('],
    DetectFaces: [ANALYSIS, 'new DetectFacesCommand('],
    DisassociateFaces: [USERS, 'new DisassociateFacesCommand('],
    GetFaceLivenessSessionResults: [LIVENESS, 'new GetFaceLivenessSessionResultsCommand('],
    IndexFaces: [COLLECTIONS, 'new IndexFacesCommand('],
    ListCollections: [PREFLIGHT, 'paginateListCollections('],
    ListFaces: [INVENTORY, 'new ListFacesCommand('],
    ListUsers: [USERS, 'new ListUsersCommand('],
    SearchFaces: ['scripts/smoke/scratch-collection.ts', 'new SearchFacesCommand('],
    SearchFacesByImage: [COLLECTIONS, 'new SearchFacesByImageCommand('],
    SearchUsers: [USERS, 'new SearchUsersCommand('],
    SearchUsersByImage: [USERS, 'new SearchUsersByImageCommand('],
    StartFaceLivenessSession: [
      'lib/constructs/liveness-client-role.ts',
      'rekognition:StartFaceLivenessSession',
    ],
  },
  s3: {
    CompleteMultipartUpload: [PARTED_FILES, 'new CompleteMultipartUploadCommand('],
    CreateBucket: ['docs/bulk-indexing.md', 'aws s3 mb'],
    CreateMultipartUpload: [PARTED_FILES, 'new CreateMultipartUploadCommand('],
    DeleteObject: [IMAGE_STORE, 'new DeleteObjectCommand('],
    GetObject: [IMAGE_STORE, 'new GetObjectCommand('],
    HeadObject: [IMAGE_STORE, 'new HeadObjectCommand('],
    ListBuckets: [README, 's3 ls'],
    ListObjectsV2: [README, '--recursive'],
    ListObjectVersions: ['lambda/images/adapters/s3-image-erasure.ts', 'new ListObjectVersionsCommand('],
    ListParts: [PARTED_FILES, 'paginateListParts('],
    PostObject: ['lambda/images/adapters/s3-upload-forms.ts', 'createPresignedPost('],
    PutObject: [IMAGE_STORE, 'new PutObjectCommand('],
    UploadPart: [PARTED_FILES, 'new UploadPartCommand('],
  },
  servicequotas: {
    ListAWSDefaultServiceQuotas: [PREFLIGHT, 'paginateListAWSDefaultServiceQuotas('],
    ListServiceQuotas: [PREFLIGHT, 'paginateListServiceQuotas('],
  },
  sqs: {
    ChangeMessageVisibility: [
      'lambda/webhooks/adapters/sqs-delivery-queue.ts',
      'new ChangeMessageVisibilityCommand(',
    ],
    DeleteMessage: QUEUE_OF_A_FUNCTION,
    GetQueueAttributes: ['packages/local-aws/src/service-metrics.ts', "'GetQueueAttributes'"],
    ListMessageMoveTasks: [RUNBOOK, 'Start DLQ redrive'],
    ListQueues: [README, 'sqs list-queues'],
    PurgeQueue: [RUNBOOK, 'Then purge the dead letters'],
    ReceiveMessage: QUEUE_OF_A_FUNCTION,
    SendMessage: ['lambda/platform/sqs-message-queue.ts', 'new SendMessageCommand('],
    StartMessageMoveTask: [RUNBOOK, 'Start DLQ redrive'],
  },
  ssm: {
    GetParameter: ['lambda/bulk-indexing/adapters/ssm-import-bucket-list.ts', 'new GetParameterCommand('],
  },
  states: {
    DescribeExecution: FAILED_EXECUTIONS,
    DescribeMapRun: MAP_RUN,
    GetExecutionHistory: [RUNBOOK, 'history: which state is the last one?'],
    ListExecutions: FAILED_EXECUTIONS,
    ListMapRuns: MAP_RUN,
    ListStateMachines: FAILED_EXECUTIONS,
    StartExecution: ['lambda/platform/sfn-workflow.ts', 'new StartExecutionCommand('],
    StopExecution: [RUNBOOK, 'stopped an execution by hand'],
  },
  sts: {
    AssumeRole: ['lambda/platform/tenant-credentials.ts', 'new AssumeRoleCommand('],
    GetCallerIdentity: [README, 'sts get-caller-identity'],
  },
};

/** Operations that nothing uses yet, and the work that is about to. */
export const KEPT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dynamodb: {
    DescribeContinuousBackups: 'a check before a deployment, and the erasure of a user',
    UpdateContinuousBackups: 'a check before a deployment, and the erasure of a user',
  },
  monitoring: {
    GetDashboard: 'dashboards with searches',
    GetMetricData: 'dashboards with searches',
    ListDashboards: 'dashboards with searches',
    ListMetrics: 'dashboards with searches',
  },
  s3: {
    AbortMultipartUpload: 'uploads in parts that end early',
    ListMultipartUploads: 'uploads in parts that end early',
  },
  states: {
    SendTaskFailure: 'tasks that wait for a person',
    SendTaskHeartbeat: 'tasks that wait for a person',
    SendTaskSuccess: 'tasks that wait for a person',
  },
};
