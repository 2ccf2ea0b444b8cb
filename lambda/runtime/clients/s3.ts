import { S3Client } from '@aws-sdk/client-s3';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One a process, so that warm invocations reuse its connections. */
export const s3Client = tracer.captureAWSv3Client(
  new S3Client({
    ...CLIENT_CONFIG,
    // an endpoint other than AWS's has no host name for each bucket, and the SDK has no variable that says so
    forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
  }),
);
