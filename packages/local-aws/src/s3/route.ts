import type { CloudResponse } from '../emulator.ts';
import {
  createBucket,
  deleteBucket,
  deleteObjects,
  getBucketCors,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
  listMultipartUploads,
  listObjects,
  listObjectVersions,
  putBucketCors,
  putBucketVersioning,
} from './bucket-operations.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './multipart-upload.ts';
import { copyObject, deleteObject, getObject, headObject, putObject } from './object-operations.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './object-tagging.ts';
import type { S3Context, S3Request } from './s3-request.ts';

type Target = 'service' | 'bucket' | 'object';
type Run = (context: S3Context, request: S3Request) => Promise<CloudResponse>;

/** One operation of S3: how a request for it looks, what IAM asks for it, and who answers it. */
export interface Route {
  readonly method: string;
  readonly target: Target;
  /** Query parameter that tells this operation from the plain one, or {@link COPY}. */
  readonly subresource: string | undefined;
  /** IAM action, without `s3:`. */
  readonly action: string;
  readonly run: Run;
}

/** Stands for a header that makes a copy of a PUT. */
export const COPY = 'x-amz-copy-source';

const row = (
  method: string,
  target: Target,
  subresource: string | undefined,
  action: string,
  run: Run,
): Route => ({ method, target, subresource, action, run });

const ROUTES: readonly Route[] = [
  row('GET', 'service', undefined, 'ListAllMyBuckets', listBuckets),

  row('GET', 'bucket', undefined, 'ListBucket', listObjects),
  row('HEAD', 'bucket', undefined, 'ListBucket', headBucket),
  row('PUT', 'bucket', undefined, 'CreateBucket', createBucket),
  row('DELETE', 'bucket', undefined, 'DeleteBucket', deleteBucket),
  row('GET', 'bucket', 'location', 'GetBucketLocation', getBucketLocation),
  row('GET', 'bucket', 'versioning', 'GetBucketVersioning', getBucketVersioning),
  row('PUT', 'bucket', 'versioning', 'PutBucketVersioning', putBucketVersioning),
  row('GET', 'bucket', 'cors', 'GetBucketCORS', getBucketCors),
  row('PUT', 'bucket', 'cors', 'PutBucketCORS', putBucketCors),
  row('GET', 'bucket', 'versions', 'ListBucketVersions', listObjectVersions),
  row('GET', 'bucket', 'uploads', 'ListBucketMultipartUploads', listMultipartUploads),
  row('POST', 'bucket', 'delete', 'DeleteObject', deleteObjects),

  row('GET', 'object', undefined, 'GetObject', getObject),
  row('HEAD', 'object', undefined, 'GetObject', headObject),
  row('PUT', 'object', undefined, 'PutObject', putObject),
  row('PUT', 'object', COPY, 'PutObject', copyObject),
  row('DELETE', 'object', undefined, 'DeleteObject', deleteObject),
  row('GET', 'object', 'tagging', 'GetObjectTagging', getObjectTagging),
  row('PUT', 'object', 'tagging', 'PutObjectTagging', putObjectTagging),
  row('DELETE', 'object', 'tagging', 'DeleteObjectTagging', deleteObjectTagging),
  row('POST', 'object', 'uploads', 'PutObject', createMultipartUpload),
  row('PUT', 'object', 'uploadId', 'PutObject', uploadPart),
  row('POST', 'object', 'uploadId', 'PutObject', completeMultipartUpload),
  row('DELETE', 'object', 'uploadId', 'AbortMultipartUpload', abortMultipartUpload),
  row('GET', 'object', 'uploadId', 'ListMultipartUploadParts', listParts),
];

/** Query parameters that ask S3 for something else than the bucket or the object itself. */
const SUBRESOURCES = new Set(
  `accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold
    lifecycle location logging metrics notification object-lock ownershipControls policy policyStatus
    publicAccessBlock replication requestPayment restore retention select session tagging torrent
    uploadId uploads versioning versions website`.split(/\s+/),
);

/** The operation that a request asks for; undefined for one that is not emulated. */
export function routeOf({
  method,
  bucket,
  key,
  query,
  headers,
}: Omit<S3Request, 'content'>): Route | undefined {
  const target: Target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const subresource =
    headers[COPY] === undefined ? [...query.keys()].find((name) => SUBRESOURCES.has(name)) : COPY;
  return ROUTES.find(
    (route) => route.method === method && route.target === target && route.subresource === subresource,
  );
}
