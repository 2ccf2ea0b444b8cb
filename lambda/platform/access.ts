/**
 * What one function may do for the tenant it works for, and no more, unless said otherwise. Actions are written out:
 * there is no wildcard action anywhere.
 */
export interface FunctionAccess {
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

export const GET = 'dynamodb:GetItem';
export const PUT = 'dynamodb:PutItem';
export const UPDATE = 'dynamodb:UpdateItem';
export const DELETE = 'dynamodb:DeleteItem';
export const QUERY = 'dynamodb:Query';
export const CHECK = 'dynamodb:ConditionCheckItem';
/** What the idempotency records of a POST need. */
export const IDEMPOTENCY = [GET, PUT, UPDATE, DELETE] as const;
export const READ_IMAGE = ['s3:GetObject', 's3:GetObjectVersion'] as const;
/** By faces or by users; the faces of a user that was found are listed. */
export const SEARCH = [
  'rekognition:SearchFacesByImage',
  'rekognition:SearchUsersByImage',
  'rekognition:ListFaces',
] as const;
