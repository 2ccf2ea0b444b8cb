/**
 * Permissions of one function, limited to the tenant it works
 * for unless stated otherwise. There are no wildcard actions.
 */
export interface FunctionAccess {
  readonly sessions?: readonly string[];
  readonly faceMapping?: readonly string[];
  readonly control?: readonly string[];
  /** Actions on audit entries beyond adding them, which every function with routes may. */
  readonly audit?: readonly string[];
  /** Actions on the chain of decisions; none changes or deletes an entry. */
  readonly ledger?: readonly string[];
  /** S3 actions on the sealed ends of chains. */
  readonly ledgerSeals?: readonly string[];
  /** S3 actions on images and files of sessions and index jobs. */
  readonly evidence?: readonly string[];
  /** Reads the names of the buckets that a tenant imports images from. */
  readonly importList?: boolean;
  /** Reads those buckets. */
  readonly imports?: boolean;
  /** S3 actions on the images of enrolled faces. */
  readonly enrolled?: readonly string[];
  /** Rekognition actions that can be limited to the product's own collections. */
  readonly collections?: readonly string[];
  /** The same in the second region, if a deployment has one. */
  readonly replicas?: readonly string[];
  /** Rekognition actions without a resource in IAM. */
  readonly stateless?: readonly string[];
  /** Counts calls against the limits of its tenant, as every function with routes of the user pool does. */
  readonly callers?: boolean;
  /** Hashes users by the key of the deployment: records name them so once they are erased. */
  readonly subjectHash?: boolean;
  /** Outside any tenant: access to the account's rates, whose rows begin with `limiter#`. */
  readonly limiter?: boolean;
  /** The same for calls of registrations, which only count themselves. */
  readonly interactiveRate?: boolean;
  /** Outside any tenant: actions on the collection that reveals the newest face model. */
  readonly modelProbe?: readonly string[];
}

export const GET = 'dynamodb:GetItem';
export const PUT = 'dynamodb:PutItem';
export const UPDATE = 'dynamodb:UpdateItem';
export const DELETE = 'dynamodb:DeleteItem';
export const QUERY = 'dynamodb:Query';
export const CHECK = 'dynamodb:ConditionCheckItem';
/** Actions on the idempotency records of a POST. */
export const IDEMPOTENCY = [GET, PUT, UPDATE, DELETE] as const;
export const READ_IMAGE = ['s3:GetObject', 's3:GetObjectVersion'] as const;
/** Distinguishes a missing object from a missing permission; limited to the keys of the tenant. */
export const LIST_OBJECTS = 's3:ListBucket';
/** Finds every version of the objects below a prefix; limited to the keys of the tenant. */
export const LIST_VERSIONS = 's3:ListBucketVersions';
/** Actions for deleting every version of an image: the newest is looked for until there is none. */
export const DELETE_IMAGE = ['s3:GetObject', 's3:DeleteObjectVersion', LIST_OBJECTS] as const;
/** Searches by face or by user; the faces of a matched user are listed. */
export const SEARCH = [
  'rekognition:SearchFacesByImage',
  'rekognition:SearchUsersByImage',
  'rekognition:ListFaces',
] as const;
