import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../../../lambda/api/functions.ts';
import type { FunctionAccess } from '../../../lambda/platform/access.ts';
import { type ReachableCall, reachableCalls } from '../../support/reachable-calls.ts';

/** Tables by the text that names them in the code. */
const TABLES: Readonly<Record<string, readonly (keyof FunctionAccess)[]>> = {
  control: ['control'],
  'tables.control': ['control'],
  faceMapping: ['faceMapping'],
  sessions: ['sessions'],
  audit: ['audit'],
  'tables.faceMapping': ['faceMapping'],
  // a reconciliation reads a face's record and its mapping in the same way
  TableName: ['control', 'faceMapping'],
};
/** Tables of code that is handed one under a general name; all other such code has the control table. */
const TABLES_OF_CODE: Readonly<Record<string, keyof FunctionAccess | 'callers'>> = {
  createDynamoCallLimiter: 'callers',
  createDynamoSessionStore: 'sessions',
  creationItems: 'sessions',
  transitionItems: 'sessions',
  eventPut: 'sessions',
  livenessUse: 'sessions',
  createDynamoFaceMappingStore: 'faceMapping',
  createDynamoRateLimiter: 'limiter',
  createDynamoInteractiveRate: 'interactiveRate',
  createDynamoPastEvents: 'sessions',
  createAuditEntries: 'audit',
  createDynamoAuditEntryStore: 'audit',
  createDynamoLedgerStore: 'ledger',
};

/** Actions of a call of DynamoDB or S3; another command has the action of its own name. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GetCommand: ['dynamodb:GetItem'],
  PutCommand: ['dynamodb:PutItem'],
  UpdateCommand: ['dynamodb:UpdateItem'],
  UpdateItemCommand: ['dynamodb:UpdateItem'],
  DeleteCommand: ['dynamodb:DeleteItem'],
  QueryCommand: ['dynamodb:Query'],
  paginateQuery: ['dynamodb:Query'],
  Put: ['dynamodb:PutItem'],
  Update: ['dynamodb:UpdateItem'],
  Delete: ['dynamodb:DeleteItem'],
  ConditionCheck: ['dynamodb:ConditionCheckItem'],
  // a transaction has no action of its own, only those of its items
  TransactWriteCommand: [],
  // a replay reads and replaces the record of the first call
  IdempotencyRecords: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((one) => `dynamodb:${one}`),
  // a version that is named is an action of its own
  GetObjectCommand: ['s3:GetObject'],
  HeadObjectCommand: ['s3:GetObject'],
  DeleteObjectCommand: ['s3:DeleteObjectVersion'],
  // Rekognition stores the images of the check with the permissions of the caller
  CreateFaceLivenessSessionCommand: ['rekognition:CreateFaceLivenessSession', 's3:PutObject'],
  createPresignedPost: ['s3:PutObject'],
  ListObjectsV2Command: ['s3:ListBucket'],
  ListObjectVersionsCommand: ['s3:ListBucketVersions'],
  GenerateMacCommand: ['kms:GenerateMac'],
  CreateMultipartUploadCommand: ['s3:PutObject'],
  UploadPartCommand: ['s3:PutObject'],
  CompleteMultipartUploadCommand: ['s3:PutObject'],
  paginateListParts: ['s3:ListMultipartUploadParts'],
};
const S3 = /Object|Upload|Parts|createPresignedPost/;
/** Services whose permissions the constructs of queues, machines and roles grant. */
const OF_CONSTRUCTS =
  /^(AssumeRole|SendMessage|SendMessageBatch|ChangeMessageVisibility|StartExecution|StopExecution|PutEvents|GetParameter|Sign|GetPublicKey)Command$/;

function actionsOf({ command, within, table }: ReachableCall): readonly string[] {
  if (OF_CONSTRUCTS.test(command)) return [];
  const actions = ACTIONS[command] ?? [
    `${S3.test(command) ? 's3' : 'rekognition'}:${command.replace(/Command$/, '')}`,
  ];
  if (!actions.some((action) => action.startsWith('dynamodb:'))) return actions;
  const resources = TABLES[table ?? ''] ?? [TABLES_OF_CODE[within] ?? 'control'];
  return resources.flatMap((resource) => actions.map((action) => `${resource} ${action}`));
}

/** Whoever reads an object may be given a reference to one of its versions. */
const IMPLIED = /(?<=^s3:GetObject)Version$/;

const FROM_RATES = ['GetItem', 'PutItem', 'UpdateItem'].map((action) => `limiter dynamodb:${action}`);

/** What a function may do, on tables by table; buckets and collections are told apart by other laws. */
function granted(name: FunctionName): ReadonlySet<string> {
  const access: FunctionAccess = FUNCTIONS[name].access;
  const onTables = (['sessions', 'faceMapping', 'control', 'audit', 'ledger'] as const).flatMap((table) =>
    (access[table] ?? []).map((action) => `${table} ${action}`),
  );
  const elsewhere = [
    access.evidence,
    access.enrolled,
    access.ledgerSeals,
    access.collections,
    access.replicas,
    access.stateless,
    access.modelProbe,
  ].flatMap((actions = []) => actions);
  // every function with routes counts calls, and records what operators do
  if ('routes' in FUNCTIONS[name]) onTables.push('callers dynamodb:UpdateItem', 'audit dynamodb:PutItem');
  if (access.callers) onTables.push('callers dynamodb:UpdateItem');
  const imports = access.imports ? ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'] : [];
  return new Set([
    ...onTables,
    ...elsewhere,
    ...imports,
    ...(access.limiter ? FROM_RATES : []),
    ...(access.subjectHash ? ['kms:GenerateMac'] : []),
    ...(access.interactiveRate ? ['interactiveRate dynamodb:UpdateItem'] : []),
  ]);
}

async function reached(name: FunctionName): Promise<ReadonlySet<string>> {
  const actions = new Set((await reachableCalls(name)).flatMap(actionsOf));
  // whoever takes from a rate may report that it was throttled, which replaces the rate's row
  if (actions.has('limiter dynamodb:UpdateItem')) actions.add('limiter dynamodb:PutItem');
  return actions;
}

/** Code that is reached by name only, with the reason why it never runs. */
const NEVER_RUNS: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  // an index job searches by face, also where users have vectors
  'index-batch': ['control dynamodb:Query', 'rekognition:SearchUsersByImage'],
  // a face is deleted, and its image stays with its owner
  'reconcile-collection': ['s3:DeleteObjectVersion'],
  // images stay when their faces go; afterwards all their versions are listed and deleted
  'run-erasure': ['s3:ListBucket'],
};

/** Functions that call their stores in turn, which the walk cannot follow; their flow tests need what they have. */
const IN_TURN: readonly FunctionName[] = ['run-erasure'];

describe('the permissions of a function', () => {
  it.each(FUNCTION_NAMES)('are what its code calls, no more and no less: %s', async (name) => {
    const [may, does] = [granted(name), await reached(name)];
    expect({
      spare: [...may].filter((action) => !does.has(action.replace(IMPLIED, '')) && !IN_TURN.includes(name)),
      missing: [...does].filter((action) => !may.has(action) && !NEVER_RUNS[name]?.includes(action)),
    }).toEqual({ spare: [], missing: [] });
  });
});
