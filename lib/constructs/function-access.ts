import type { FunctionName } from '../../lambda/runtime/env.ts';

/**
 * What one function may do for the tenant it works for, and no more, unless said otherwise. Actions are written out:
 * there is no wildcard action anywhere.
 */
interface FunctionAccess {
  readonly sessions?: readonly string[];
  readonly faceMapping?: readonly string[];
  readonly control?: readonly string[];
  readonly evidence?: readonly string[];
  /** Reads the buckets that tenants import images from. */
  readonly imports?: boolean;
  /** Images that faces were indexed from. */
  readonly enrolled?: readonly string[];
  /** Rekognition actions that can be held to the product's own collections. */
  readonly collections?: readonly string[];
  /** The same in the second region, where a deployment has one. */
  readonly replicas?: readonly string[];
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
export const READ_IMAGE = ['s3:GetObject', 's3:GetObjectVersion'] as const;
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
  'review-verification-session': { sessions: [GET, UPDATE], control: IDEMPOTENCY },
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
    replicas: ['rekognition:SearchFacesByImage'],
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
  'change-migration': { control: [...IDEMPOTENCY, CHECK, QUERY] },
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
      'rekognition:CreateUser',
      'rekognition:AssociateFaces',
      'rekognition:DisassociateFaces',
      'rekognition:DeleteUser',
      'rekognition:ListUsers',
      'rekognition:SearchUsers',
    ],
  },
  'shadow-read': {
    limiter: true,
    sessions: [GET],
    faceMapping: [QUERY],
    control: [GET, PUT, UPDATE, QUERY],
    evidence: [...READ_IMAGE],
    collections: [...SEARCH],
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
    replicas: ['rekognition:SearchFacesByImage'],
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
    imports: true,
    enrolled: ['s3:PutObject'],
    stateless: ['rekognition:DetectFaces'],
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
  'replicate-image': {
    limiter: true,
    faceMapping: [GET, QUERY, PUT, DELETE, CHECK],
    control: [GET, UPDATE, DELETE],
    enrolled: [...READ_IMAGE],
    replicas: ['rekognition:IndexFaces', 'rekognition:DeleteFaces', 'rekognition:SearchFacesByImage'],
  },
  'resend-replications': { control: [QUERY, UPDATE] },
  'create-reconciliation': { control: IDEMPOTENCY },
  'get-reconciliation': { control: [GET, QUERY] },
  'reconcile-collection': {
    limiter: true,
    faceMapping: [GET, QUERY, PUT, DELETE],
    control: [GET, PUT, UPDATE, DELETE, CHECK, QUERY],
    replicas: ['rekognition:DescribeCollection', 'rekognition:ListFaces', 'rekognition:DeleteFaces'],
    enrolled: [...READ_IMAGE],
    collections: [
      'rekognition:DescribeCollection',
      'rekognition:ListFaces',
      'rekognition:IndexFaces',
      'rekognition:DeleteFaces',
      'rekognition:DisassociateFaces',
    ],
  },
  'end-reconciliation': { control: [UPDATE, DELETE, PUT, QUERY] },
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
