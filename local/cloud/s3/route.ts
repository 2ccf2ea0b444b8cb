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

/** One operation of S3: how a request for it looks, what IAM asks for it, and who answers it. */
export interface Route {
  readonly method: string;
  readonly target: Target;
  /** Query parameter that tells this operation from the plain one. */
  readonly subresource?: string;
  readonly copies?: true;
  /** IAM action, without `s3:`; the `versioned` one when the request names a version. */
  readonly action: string;
  readonly versioned?: string;
  readonly run: (context: S3Context, request: S3Request) => Promise<CloudResponse>;
}

/** From the particular to the general: the first that fits is taken. */
const ROUTES: readonly Route[] = [
  { method: 'GET', target: 'service', action: 'ListAllMyBuckets', run: listBuckets },

  {
    method: 'GET',
    target: 'bucket',
    subresource: 'location',
    action: 'GetBucketLocation',
    run: getBucketLocation,
  },
  {
    method: 'GET',
    target: 'bucket',
    subresource: 'versioning',
    action: 'GetBucketVersioning',
    run: getBucketVersioning,
  },
  {
    method: 'PUT',
    target: 'bucket',
    subresource: 'versioning',
    action: 'PutBucketVersioning',
    run: putBucketVersioning,
  },
  { method: 'GET', target: 'bucket', subresource: 'cors', action: 'GetBucketCORS', run: getBucketCors },
  { method: 'PUT', target: 'bucket', subresource: 'cors', action: 'PutBucketCORS', run: putBucketCors },
  {
    method: 'GET',
    target: 'bucket',
    subresource: 'versions',
    action: 'ListBucketVersions',
    run: listObjectVersions,
  },
  {
    method: 'GET',
    target: 'bucket',
    subresource: 'uploads',
    action: 'ListBucketMultipartUploads',
    run: listMultipartUploads,
  },
  { method: 'POST', target: 'bucket', subresource: 'delete', action: 'DeleteObject', run: deleteObjects },
  { method: 'GET', target: 'bucket', action: 'ListBucket', run: listObjects },
  { method: 'HEAD', target: 'bucket', action: 'ListBucket', run: headBucket },
  { method: 'PUT', target: 'bucket', action: 'CreateBucket', run: createBucket },
  { method: 'DELETE', target: 'bucket', action: 'DeleteBucket', run: deleteBucket },

  {
    method: 'GET',
    target: 'object',
    subresource: 'tagging',
    action: 'GetObjectTagging',
    versioned: 'GetObjectVersionTagging',
    run: getObjectTagging,
  },
  {
    method: 'PUT',
    target: 'object',
    subresource: 'tagging',
    action: 'PutObjectTagging',
    versioned: 'PutObjectVersionTagging',
    run: putObjectTagging,
  },
  {
    method: 'DELETE',
    target: 'object',
    subresource: 'tagging',
    action: 'DeleteObjectTagging',
    versioned: 'DeleteObjectVersionTagging',
    run: deleteObjectTagging,
  },
  {
    method: 'POST',
    target: 'object',
    subresource: 'uploads',
    action: 'PutObject',
    run: createMultipartUpload,
  },
  { method: 'PUT', target: 'object', subresource: 'uploadId', action: 'PutObject', run: uploadPart },
  {
    method: 'POST',
    target: 'object',
    subresource: 'uploadId',
    action: 'PutObject',
    run: completeMultipartUpload,
  },
  {
    method: 'DELETE',
    target: 'object',
    subresource: 'uploadId',
    action: 'AbortMultipartUpload',
    run: abortMultipartUpload,
  },
  {
    method: 'GET',
    target: 'object',
    subresource: 'uploadId',
    action: 'ListMultipartUploadParts',
    run: listParts,
  },
  { method: 'PUT', target: 'object', copies: true, action: 'PutObject', run: copyObject },
  { method: 'PUT', target: 'object', action: 'PutObject', run: putObject },
  { method: 'GET', target: 'object', action: 'GetObject', versioned: 'GetObjectVersion', run: getObject },
  { method: 'HEAD', target: 'object', action: 'GetObject', versioned: 'GetObjectVersion', run: headObject },
  {
    method: 'DELETE',
    target: 'object',
    action: 'DeleteObject',
    versioned: 'DeleteObjectVersion',
    run: deleteObject,
  },
];

/** Query parameters that ask S3 for something else than the bucket or the object itself. */
const SUBRESOURCES = new Set([
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
]);

/** The operation that a request asks for; undefined for one that is not emulated. */
export function routeOf({
  method,
  bucket,
  key,
  query,
  headers,
}: Omit<S3Request, 'content'>): Route | undefined {
  const target: Target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const subresource = [...query.keys()].find((name) => SUBRESOURCES.has(name));
  const copies = headers['x-amz-copy-source'] !== undefined;
  return ROUTES.find(
    (route) =>
      route.method === method &&
      route.target === target &&
      route.subresource === subresource &&
      (route.copies ?? false) === copies,
  );
}
