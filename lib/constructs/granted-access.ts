import { Stack, Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../../lambda/api/functions.ts';
import { importBucketsParameter } from '../../lambda/bulk-indexing/contract.ts';
import {
  ACCOUNT_ROWS,
  backendClientsParameter,
  CALL_LANES,
  modelProbeCollectionId,
  TENANTS_PER_RESOURCE_SERVER,
} from '../../lambda/kernel/tenancy.ts';
import { type FunctionAccess, LIST_OBJECTS, READ_IMAGE } from '../../lambda/platform/access.ts';
import type { DeploymentConfig } from '../config.ts';
import type { FunctionNetwork } from './function-network.ts';
import {
  FOUND_OF_TENANT,
  type Grant,
  type GrantedTable,
  grant,
  imageGrants,
  type Named,
  nameIn,
  OF_TENANT,
  statementOf,
  type Target,
  tableGrants,
} from './grants.ts';
import type { SubjectKey } from './subject-key.ts';
import type { Tables } from './tables.ts';

/** Actions for reserving calls of a shared rate. */
const RESERVE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'] as const;
/** Action for which IAM knows no resource: it takes only "*". */
const CREATE_COLLECTION = 'rekognition:CreateCollection';

export interface DataResources {
  readonly tables: Tables;
  readonly evidence: IBucket;
  readonly enrolled: IBucket;
  readonly key: IKey;
  readonly subjectKey: SubjectKey;
  readonly ledgerSeals: IBucket;
  /** Where functions run; undefined outside a network of their own. */
  readonly network: FunctionNetwork | undefined;
}

export interface GrantedAccess {
  /** Permissions of the function's own role: nothing on tenants' data. */
  readonly own: readonly PolicyStatement[];
  /** Permissions of its tenant role, for the tenant in its session tag. */
  readonly ofTenant: readonly PolicyStatement[];
  /** Permissions on import buckets, each for its tenant only; they grow with the config. */
  readonly ofImports: readonly PolicyStatement[];
  /** Findings of the security rules on both, each with the reason why it is acceptable. */
  readonly acknowledged: Readonly<Record<string, string>>;
}

/**
 * Returns the permissions of a function, from its record.
 * @param consumer construct in the stack of the function
 */
export function accessOf(
  name: FunctionName,
  resources: DataResources,
  config: DeploymentConfig,
  consumer: IConstruct,
): GrantedAccess {
  const access: FunctionAccess = FUNCTIONS[name].access;
  const { tables, evidence, enrolled, key, subjectKey, ledgerSeals } = resources;
  const stack = Stack.of(tables);
  const named: Named = (producer, attribute) => nameIn(Stack.of(consumer), producer, attribute);
  const ofTenant = [
    ...tableGrants(tables.sessions, access.sessions, named),
    ...tableGrants(tables.faceMapping, access.faceMapping, named),
    ...tableGrants(tables.control, access.control, named),
    ...countsCalls(name, tables.control),
    ...tableGrants(tables.audit, [...addsAuditEntries(name), ...(access.audit ?? [])], named),
    ...tableGrants(tables.ledger, access.ledger, named),
    ...imageGrants(ledgerSeals, access.ledgerSeals, named),
    ...imageGrants(evidence, access.evidence, named),
    ...imageGrants(enrolled, access.enrolled, named),
    ...(access.importList
      ? grant(['ssm:GetParameter'], {
          resource: parameterArn(stack, importBucketsParameter(config.stage, OF_TENANT)),
        })
      : []),
    ...grant(access.collections, collectionsOf(config, stack, config.region)),
    ...(config.secondRegion
      ? grant(access.replicas, collectionsOf(config, stack, config.secondRegion.region))
      : []),
    ...grant(access.stateless, {
      resource: '*',
      finding: '*',
      reason:
        'DetectFaces, CompareFaces and the Face Liveness calls know no resource: AWS takes only "*" for them. The images they read and write are held to the tenant.',
    }),
  ];
  const imports = access.imports ? importsOf(config, stack) : [];
  const own = [
    ...readsClients(name, config, stack),
    ...(access.limiter
      ? grant([...RESERVE], { resource: tables.control.tableArn, keys: `${ACCOUNT_ROWS}#*` })
      : []),
    ...(access.interactiveRate
      ? grant(['dynamodb:UpdateItem'], { resource: tables.control.tableArn, keys: `${ACCOUNT_ROWS}#*` })
      : []),
    ...grant(
      access.modelProbe?.filter((action) => action === CREATE_COLLECTION),
      { resource: '*' },
    ),
    ...grant(
      access.modelProbe?.filter((action) => action !== CREATE_COLLECTION),
      { resource: collectionArn(stack, modelProbeCollectionId(config.collectionPrefix), config.region) },
    ),
  ];
  const withKey = (grants: readonly Grant[]): readonly Grant[] =>
    grants.length > 0
      ? [...grants, ...grant(['kms:Decrypt', 'kms:GenerateDataKey'], { resource: key.keyArn })]
      : grants;
  return {
    own: [...withKey(own).map(statementOf), ...(access.subjectHash ? [subjectKey.hashStatement] : [])],
    ofTenant: withKey(ofTenant).map(statementOf),
    ofImports: imports.map(statementOf),
    acknowledged: Object.fromEntries(
      [...ofTenant, ...imports].flatMap(({ finding, reason }) =>
        finding && reason ? [[`AwsSolutions-IAM5[Resource::${finding}]`, reason]] : [],
      ),
    ),
  };
}

/** The name of a parameter begins with the slash that separates it. */
const parameterArn = (stack: Stack, name: string): string =>
  stack.formatArn({ service: 'ssm', resource: `parameter${name}` });

/** A function with routes knows whose tokens it takes, before it knows for which tenant it works. */
const readsClients = (name: FunctionName, { stage, tenants }: DeploymentConfig, stack: Stack): Grant[] => {
  if (!('routes' in FUNCTIONS[name])) return [];
  const servers = Math.ceil(tenants.length / TENANTS_PER_RESOURCE_SERVER);
  return Array.from({ length: servers }, (_, server) =>
    grant(['ssm:GetParameter'], { resource: parameterArn(stack, backendClientsParameter(stage, server)) }),
  ).flat();
};

/** A function with routes adds what operators do; none may change or delete it. */
const addsAuditEntries = (name: FunctionName): readonly string[] =>
  'routes' in FUNCTIONS[name] ? ['dynamodb:PutItem'] : [];

/** A function with routes, or one that says so, counts the calls of its tenant. */
const countsCalls = (name: FunctionName, { tableArn }: GrantedTable): Grant[] =>
  'routes' in FUNCTIONS[name] || (FUNCTIONS[name].access as FunctionAccess).callers
    ? grant(['dynamodb:UpdateItem'], { resource: tableArn, keys: `${OF_TENANT}#${CALL_LANES}#*` })
    : [];

/** Objects of the import buckets, each for its tenant only, and the keys that encrypt them. */
const importsOf = ({ importBuckets }: DeploymentConfig, stack: Stack): Grant[] =>
  importBuckets.flatMap(({ tenant, bucket, prefix, key_arn }) => {
    const objects = `${bucket}/${prefix}*`;
    return [
      ...grant([...READ_IMAGE], {
        resource: `arn:${stack.partition}:s3:::${objects}`,
        tenant,
        finding: `arn:${Token.isUnresolved(stack.partition) ? '<AWS::Partition>' : stack.partition}:s3:::${objects}`,
        reason: 'The bucket is of the tenant that may read it; its images are named by manifests.',
      }),
      ...grant([LIST_OBJECTS], {
        resource: `arn:${stack.partition}:s3:::${bucket}`,
        prefix: `${prefix}*`,
        tenant,
      }),
      ...(key_arn ? grant(['kms:Decrypt'], { resource: key_arn, tenant }) : []),
    ];
  });

function collectionsOf(config: DeploymentConfig, stack: Stack, region: string): Target {
  const named = (tenant: string) => `${config.collectionPrefix}.${tenant}.*`;
  // the rules write the account's number if the deployment specifies one, as `cdk deploy` does
  const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
  return {
    resource: collectionArn(stack, named(OF_TENANT), region),
    finding: `arn:aws:rekognition:${region}:${account}:collection/${named(FOUND_OF_TENANT)}`,
    reason: "Collections are named by prefix, tenant, generation and shard; these are one tenant's.",
  };
}

const collectionArn = (stack: Stack, resourceName: string, region: string): string =>
  stack.formatArn({ service: 'rekognition', resource: 'collection', resourceName, region });
