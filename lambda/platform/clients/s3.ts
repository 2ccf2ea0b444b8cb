import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { ofCurrentTenant } from '../tenant-clients.ts';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

const clientWith = (config: S3ClientConfig) =>
  tracer.captureAWSv3Client(
    new S3Client({
      ...CLIENT_CONFIG,
      // an endpoint other than AWS's has no host name for each bucket, and the SDK has no variable that says so
      forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
      ...config,
    }),
  );

/** One a process, so that warm invocations reuse its connections; tenants' clients share them. */
const ownClient = clientWith({});
const { requestHandler } = ownClient.config;

const tenantClient = (own: S3Client, region: S3ClientConfig = {}) =>
  ofCurrentTenant(own, (credentials) => clientWith({ ...region, credentials, requestHandler }));

export const s3Client = tenantClient(ownClient);

const regional = new Map<string, S3Client>();

/** For a bucket of another region, which answers nobody who asks for it elsewhere. */
export function s3ClientIn(region: string): S3Client {
  const client = regional.get(region) ?? tenantClient(clientWith({ region, requestHandler }), { region });
  regional.set(region, client);
  return client;
}
