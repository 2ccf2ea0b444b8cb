import type { CloudResponse } from '../emulator.ts';
import { createBucket, listBuckets, listMultipartUploads, listObjects } from './bucket-operations.ts';
import { listObjectVersions } from './list-versions.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './multipart-upload.ts';
import { deleteObject, getObject, headObject, putObject } from './object-operations.ts';
import type { S3Context, S3Request } from './s3-request.ts';

type Target = 'service' | 'bucket' | 'object';
type Run = (context: S3Context, request: S3Request) => Promise<CloudResponse>;

/** One operation of S3: its name, how a request for it looks, what IAM asks for it, and who answers it. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  readonly target: Target;
  /** Query parameter that distinguishes this operation from the plain one. */
  readonly subresource: string | undefined;
  /** IAM action, without `s3:`. */
  readonly action: string;
  readonly run: Run;
}

const row = (
  operation: string,
  method: string,
  target: Target,
  subresource: string | undefined,
  action: string,
  run: Run,
): Route => ({ operation, method, target, subresource, action, run });

const ROUTES: readonly Route[] = [
  row('ListBuckets', 'GET', 'service', undefined, 'ListAllMyBuckets', listBuckets),

  row('ListObjectsV2', 'GET', 'bucket', 'list-type', 'ListBucket', listObjects),
  row('ListObjectVersions', 'GET', 'bucket', 'versions', 'ListBucketVersions', listObjectVersions),
  row('CreateBucket', 'PUT', 'bucket', undefined, 'CreateBucket', createBucket),
  row('ListMultipartUploads', 'GET', 'bucket', 'uploads', 'ListBucketMultipartUploads', listMultipartUploads),

  row('GetObject', 'GET', 'object', undefined, 'GetObject', getObject),
  row('HeadObject', 'HEAD', 'object', undefined, 'GetObject', headObject),
  row('PutObject', 'PUT', 'object', undefined, 'PutObject', putObject),
  row('DeleteObject', 'DELETE', 'object', undefined, 'DeleteObject', deleteObject),
  row('CreateMultipartUpload', 'POST', 'object', 'uploads', 'PutObject', createMultipartUpload),
  row('UploadPart', 'PUT', 'object', 'uploadId', 'PutObject', uploadPart),
  row('CompleteMultipartUpload', 'POST', 'object', 'uploadId', 'PutObject', completeMultipartUpload),
  row('AbortMultipartUpload', 'DELETE', 'object', 'uploadId', 'AbortMultipartUpload', abortMultipartUpload),
  row('ListParts', 'GET', 'object', 'uploadId', 'ListMultipartUploadParts', listParts),
];

/** Names of the operations that {@link routeOf} finds. */
export const ROUTED_OPERATIONS: readonly string[] = ROUTES.map(({ operation }) => operation);

/** Query parameters that ask S3 for something else than the bucket or the object itself. */
const SUBRESOURCES = new Set(
  `accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold
    lifecycle list-type location logging metrics notification object-lock ownershipControls policy policyStatus
    publicAccessBlock replication requestPayment restore retention select session tagging torrent
    uploadId uploads versioning versions website`.split(/\s+/),
);

/** Headers that ask for what is not emulated: a copy, tags, a lock other than the bucket's. */
const REFUSED_HEADERS = [
  'x-amz-copy-source',
  'x-amz-tagging',
  'x-amz-bypass-governance-retention',
  'x-amz-object-lock-legal-hold',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
];

/** The operation that a request asks for; undefined for one that is not emulated. */
export function routeOf({
  method,
  bucket,
  key,
  query,
  headers,
}: Omit<S3Request, 'content'>): Route | undefined {
  if (REFUSED_HEADERS.some((name) => headers[name] !== undefined || query.has(name))) return undefined;
  const target: Target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const subresource = [...query.keys()].find((name) => SUBRESOURCES.has(name));
  return ROUTES.find(
    (route) => route.method === method && route.target === target && route.subresource === subresource,
  );
}
