import { Stack, Token } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { modelProbeCollectionId, TENANT_TAG } from '../../lambda/contract/tenancy.ts';
import type { FunctionName } from '../../lambda/runtime/env.ts';
import type { DeploymentConfig } from '../config.ts';
import type { Tables } from './tables.ts';

/**
 * What one function may do for the tenant it works for, and no more, unless said otherwise. Actions are written out:
 * there is no wildcard action anywhere.
 */
interface FunctionAccess {
  readonly sessions?: readonly string[];
  readonly faceMapping?: readonly string[];
  readonly control?: readonly string[];
  readonly evidence?: readonly string[];
  /** Images that faces were indexed from. */
  readonly enrolled?: readonly string[];
  /** Rekognition actions that can be held to the product's own collections. */
  readonly collections?: readonly string[];
  /** Rekognition actions for which AWS knows no resource. */
  readonly stateless?: readonly string[];
  /** Outside any tenant: shares the rates of the account, whose rows begin with `limiter#`. */
  readonly limiter?: boolean;
  /** Outside any tenant: what it does with the collection that tells the newest face model. */
  readonly modelProbe?: readonly string[];
}

const GET = 'dynamodb:GetItem';
const PUT = 'dynamodb:PutItem';
const UPDATE = 'dynamodb:UpdateItem';
const DELETE = 'dynamodb:DeleteItem';
const QUERY = 'dynamodb:Query';
const CHECK = 'dynamodb:ConditionCheckItem';
/** What the idempotency records of a POST need. */
const IDEMPOTENCY = [GET, PUT, UPDATE, DELETE] as const;
const READ_IMAGE = ['s3:GetObject', 's3:GetObjectVersion'] as const;
/** By faces or by users; the faces of a user that was found are listed. */
const SEARCH = [
  'rekognition:SearchFacesByImage',
  'rekognition:SearchUsersByImage',
  'rekognition:ListFaces',
] as const;

export const FUNCTION_ACCESS: Readonly<Record<FunctionName, FunctionAccess>> = {
  'create-verification-session': { sessions: [PUT], control: IDEMPOTENCY },
  'get-verification-session': { sessions: [GET, QUERY] },
  'list-verification-sessions': { sessions: [QUERY] },
  'get-verification-report': { sessions: [GET, QUERY] },
  'cancel-verification-session': { sessions: [GET, QUERY, UPDATE], control: IDEMPOTENCY },
  'create-liveness-session': {
    sessions: [GET, PUT, UPDATE, QUERY],
    control: [...IDEMPOTENCY, QUERY],
    // CreateFaceLivenessSession writes its images with the caller's rights
    evidence: ['s3:PutObject'],
    stateless: ['rekognition:CreateFaceLivenessSession'],
  },
  'complete-liveness-session': {
    sessions: [GET, PUT, UPDATE, QUERY],
    control: [...IDEMPOTENCY, QUERY],
    evidence: [...READ_IMAGE],
    stateless: ['rekognition:GetFaceLivenessSessionResults'],
  },
  'create-document-upload': {
    sessions: [GET, PUT, UPDATE, QUERY],
    control: IDEMPOTENCY,
    evidence: ['s3:PutObject'],
  },
  'submit-verification-session': {
    sessions: [GET, UPDATE, QUERY],
    control: [...IDEMPOTENCY, QUERY],
    evidence: [...READ_IMAGE],
    // an authentication is decided at once: quality, then the user's own faces
    faceMapping: [QUERY],
    enrolled: ['s3:GetObject'],
    stateless: ['rekognition:DetectFaces', 'rekognition:CompareFaces'],
    collections: [...SEARCH],
  },
  'list-user-faces': { faceMapping: [QUERY] },
  'delete-user-face': {
    limiter: true,
    faceMapping: [GET, QUERY, DELETE],
    control: [GET, PUT, UPDATE, DELETE],
    enrolled: ['s3:DeleteObject'],
    collections: ['rekognition:DeleteFaces', 'rekognition:DisassociateFaces', 'rekognition:DeleteUser'],
  },
  'get-user-lockout': { control: [GET] },
  'lift-user-lockout': { control: [GET, PUT] },
  'get-device-lockout': { control: [GET] },
  'lift-device-lockout': { control: [GET, PUT] },
  'create-migration': {
    control: [...IDEMPOTENCY, QUERY, CHECK],
    collections: ['rekognition:DescribeCollection'],
  },
  'list-migrations': { control: [QUERY] },
  'get-migration': { control: [GET, QUERY] },
  'change-migration': { control: [...IDEMPOTENCY, CHECK] },
  'migrate-faces': {
    limiter: true,
    faceMapping: [GET, QUERY, PUT, DELETE, CHECK],
    control: [GET, PUT, UPDATE, DELETE, QUERY],
    enrolled: [...READ_IMAGE],
    collections: [
      'rekognition:IndexFaces',
      'rekognition:DeleteFaces',
      'rekognition:SearchFacesByImage',
      'rekognition:ListFaces',
    ],
  },
  'add-token-claims': {},
  'check-image-quality': {
    sessions: [GET, UPDATE, PUT],
    evidence: [...READ_IMAGE, 's3:PutObject'],
    stateless: ['rekognition:DetectFaces'],
  },
  'compare-faces': {
    sessions: [GET, UPDATE, PUT],
    evidence: [...READ_IMAGE],
    stateless: ['rekognition:CompareFaces'],
  },
  'search-duplicate-faces': {
    sessions: [GET, UPDATE, PUT],
    control: [GET, PUT, UPDATE, QUERY, CHECK],
    evidence: [...READ_IMAGE],
    collections: [...SEARCH],
  },
  'claim-enrolment': { sessions: [GET, UPDATE, PUT], control: [GET, PUT, UPDATE, QUERY, CHECK] },
  'index-face': {
    sessions: [GET, UPDATE, PUT],
    control: [GET, PUT, UPDATE, QUERY],
    evidence: [...READ_IMAGE],
    collections: ['rekognition:IndexFaces', 'rekognition:DeleteFaces', 'rekognition:SearchFacesByImage'],
  },
  'decide-registration': {
    sessions: [GET, PUT, UPDATE, CHECK],
    faceMapping: [PUT, UPDATE, GET, QUERY, CHECK],
    control: [GET, PUT, UPDATE, DELETE, CHECK],
    evidence: [...READ_IMAGE],
    enrolled: ['s3:PutObject'],
  },
  'undo-enrolment': {
    control: [GET, PUT, UPDATE, DELETE, QUERY],
    // a face that was indexed and never written down is found by its own image
    evidence: [...READ_IMAGE],
    enrolled: ['s3:DeleteObject'],
    collections: ['rekognition:SearchFacesByImage', 'rekognition:DeleteFaces'],
  },
  // the upload forms carry the rights of whoever has signed them
  'create-index-job': { control: IDEMPOTENCY, evidence: ['s3:PutObject'] },
  'list-index-jobs': { control: [QUERY] },
  'get-index-job': { control: [GET], evidence: [...READ_IMAGE] },
  'change-index-job': { control: IDEMPOTENCY, evidence: [...READ_IMAGE] },
  'index-batch': {
    limiter: true,
    faceMapping: [PUT],
    control: [GET, PUT, UPDATE, DELETE, CHECK],
    evidence: [...READ_IMAGE, 's3:PutObject'],
    enrolled: ['s3:PutObject'],
    collections: ['rekognition:IndexFaces', 'rekognition:DeleteFaces', 'rekognition:SearchFacesByImage'],
  },
  'end-index-job': { control: [GET, UPDATE, QUERY], evidence: [...READ_IMAGE, 's3:PutObject'] },
  'associate-user-faces': {
    limiter: true,
    faceMapping: [QUERY, DELETE],
    // a face beyond the most a user can have goes, with its mapping and record
    control: [GET, PUT, UPDATE, DELETE],
    collections: [
      'rekognition:CreateUser',
      'rekognition:AssociateFaces',
      'rekognition:DisassociateFaces',
      'rekognition:DeleteUser',
      'rekognition:DeleteFaces',
      'rekognition:ListFaces',
      'rekognition:SearchUsers',
    ],
  },
  'resend-user-vectors': { control: [QUERY, PUT] },
  'create-reconciliation': { control: IDEMPOTENCY },
  'get-reconciliation': { control: [GET, QUERY] },
  'reconcile-collection': {
    limiter: true,
    faceMapping: [GET, QUERY, PUT, DELETE],
    control: [GET, PUT, UPDATE, DELETE, CHECK],
    enrolled: [...READ_IMAGE],
    collections: [
      'rekognition:DescribeCollection',
      'rekognition:ListFaces',
      'rekognition:IndexFaces',
      'rekognition:DeleteFaces',
    ],
  },
  'end-reconciliation': { control: [UPDATE, DELETE] },
  'start-reconciliations': { control: [GET, PUT] },
  'watch-face-model': {
    control: [GET],
    collections: ['rekognition:DescribeCollection'],
    modelProbe: [
      'rekognition:DescribeCollection',
      'rekognition:CreateCollection',
      'rekognition:DeleteCollection',
    ],
  },
  'sweep-sessions': {
    sessions: [GET, UPDATE, QUERY, PUT],
    control: [GET, PUT, UPDATE, DELETE, QUERY],
    // what a registration has left that nobody works on any more
    evidence: [...READ_IMAGE],
    enrolled: ['s3:DeleteObject'],
    collections: ['rekognition:SearchFacesByImage', 'rekognition:DeleteFaces'],
  },
  'undo-interrupted-registration': {
    sessions: [GET, UPDATE, PUT],
    control: [GET, PUT, UPDATE, DELETE, QUERY],
    // a face that was indexed and never written down is found by its own image
    evidence: [...READ_IMAGE],
    enrolled: ['s3:DeleteObject'],
    collections: ['rekognition:SearchFacesByImage', 'rekognition:DeleteFaces'],
  },
};

export interface DataResources {
  readonly tables: Tables;
  readonly evidence: IBucket;
  readonly enrolled: IBucket;
  readonly key: IKey;
}

export interface GrantedAccess {
  /** What the function's own role may do: nothing with tenants' data. */
  readonly own: readonly PolicyStatement[];
  /** What its tenant role may do, for the tenant that its session's tag names. */
  readonly ofTenant: readonly PolicyStatement[];
  /** Findings of the security rules on `ofTenant`, each with the reason why it is right. */
  readonly acknowledged: Readonly<Record<string, string>>;
}

/** The tenant of whoever assumed the role; IAM puts it in at every request. */
const OF_TENANT = `\${aws:PrincipalTag/${TENANT_TAG}}`;
/** How the security rules write it. */
const FOUND_OF_TENANT = `<aws:PrincipalTag/${TENANT_TAG}>`;

/** The permissions of a function, from {@link FUNCTION_ACCESS}. */
export function accessOf(
  name: FunctionName,
  resources: DataResources,
  config: DeploymentConfig,
): GrantedAccess {
  const access = FUNCTION_ACCESS[name];
  const { tables, evidence, enrolled, key } = resources;
  const stack = Stack.of(tables);
  const ofTenant = [
    ...tableGrants(tables.sessions, access.sessions),
    ...tableGrants(tables.faceMapping, access.faceMapping),
    ...tableGrants(tables.control, access.control),
    ...grant(access.evidence, imagesOf(evidence)),
    ...grant(access.enrolled, imagesOf(enrolled)),
    ...grant(access.collections, collectionsOf(config, stack)),
    ...grant(access.stateless, {
      resource: '*',
      finding: '*',
      reason:
        'DetectFaces, CompareFaces and the Face Liveness calls know no resource: AWS takes only "*" for them. The images they read and write are held to the tenant.',
    }),
  ];
  const own = [
    ...(access.limiter
      ? grant([GET, PUT, UPDATE], { resource: tables.control.tableArn, keys: 'limiter#*' })
      : []),
    ...grant(access.modelProbe, {
      resource: collectionArn(stack, modelProbeCollectionId(config.collectionPrefix)),
    }),
  ];
  const withKey = (grants: readonly Grant[]): readonly Grant[] =>
    grants.length > 0
      ? [...grants, ...grant(['kms:Decrypt', 'kms:GenerateDataKey'], { resource: key.keyArn })]
      : grants;
  return {
    own: withKey(own).map(statementOf),
    ofTenant: withKey(ofTenant).map(statementOf),
    acknowledged: Object.fromEntries(
      ofTenant.flatMap(({ finding, reason }) =>
        finding && reason ? [[`AwsSolutions-IAM5[Resource::${finding}]`, reason]] : [],
      ),
    ),
  };
}

interface Target {
  readonly resource: string;
  /** Pattern of the partition keys that may be touched. */
  readonly keys?: string;
  /** How the security rules write a wildcard resource, and why it is right; absent where there is no wildcard. */
  readonly finding?: string;
  readonly reason?: string;
}

interface Grant extends Target {
  readonly actions: ReadonlySet<string>;
}

const statementOf = ({ actions, resource, keys }: Grant): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [resource],
    // a request without keys would meet "for all values" by having none
    ...(keys
      ? {
          conditions: {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] },
            Null: { 'dynamodb:LeadingKeys': 'false' },
          },
        }
      : {}),
  });

/** Queries go to the indexes as well, everything else to the table alone. All their partition keys name the tenant. */
function tableGrants(table: Table, actions: readonly string[] = []): Grant[] {
  const keys = `${OF_TENANT}#*`;
  return [
    ...grant(actions, { resource: table.tableArn, keys }),
    ...grant(
      actions.filter((action) => action === QUERY),
      {
        resource: `${table.tableArn}/index/*`,
        keys,
        finding: `${exportName(table, table.tableArn)}/index/*`,
        reason:
          'Every index of the table holds the same items as the table, which the function may query anyway.',
      },
    ),
  ];
}

const imagesOf = (bucket: IBucket): Target => ({
  resource: bucket.arnForObjects(`${OF_TENANT}/*`),
  finding: `${exportName(bucket, bucket.bucketArn)}/${FOUND_OF_TENANT}/*`,
  reason: "Keys begin with the tenant; these are one tenant's images, and the bucket holds nothing else.",
});

function collectionsOf(config: DeploymentConfig, stack: Stack): Target {
  const named = (tenant: string) => `${config.collectionPrefix}.${tenant}.*`;
  // the rules write the account's number where the deployment names one, as `cdk deploy` does
  const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
  return {
    resource: collectionArn(stack, named(OF_TENANT)),
    finding: `arn:aws:rekognition:${config.region}:${account}:collection/${named(FOUND_OF_TENANT)}`,
    reason: "Collections are named by prefix, tenant, generation and shard; these are one tenant's.",
  };
}

const collectionArn = (stack: Stack, resourceName: string): string =>
  stack.formatArn({ service: 'rekognition', resource: 'collection', resourceName });

function grant(actions: readonly string[] = [], target: Target): Grant[] {
  return actions.length === 0 ? [] : [{ actions: new Set(actions), ...target }];
}

/** Name under which the stack of a resource exports an attribute of it: how the security rules write it. */
function exportName(producer: IConstruct, attribute: string): string {
  const stack = Stack.of(producer);
  const imported = stack.resolve(stack.exportValue(attribute)) as { readonly 'Fn::ImportValue': string };
  return imported['Fn::ImportValue'];
}
