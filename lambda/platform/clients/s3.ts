import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { endWithRequest } from '../request-deadline.ts';
import { ofCurrentTenant } from '../tenant-clients.ts';
import { CLIENT_CONFIG } from './client-config.ts';

const clientWith = (config: S3ClientConfig) =>
  endWithRequest(
    new S3Client({
      ...CLIENT_CONFIG,
      // other endpoints have no host name per bucket, and the SDK has no variable for that
      forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
      ...config,
    }),
  );

/** One per process, so that warm invocations reuse its connections; tenants' clients share them. */
const ownClient = clientWith({});
const { requestHandler } = ownClient.config;

const tenantClient = (own: S3Client, region: S3ClientConfig = {}) =>
  ofCurrentTenant(own, (credentials) => clientWith({ ...region, credentials, requestHandler }));

export const s3Client = tenantClient(ownClient);

const regional = new Map<string, S3Client>();

/** Creates a client for a bucket in another region, which S3 serves only through that region. */
export function s3ClientIn(region: string): S3Client {
  const client = regional.get(region) ?? tenantClient(clientWith({ region, requestHandler }), { region });
  regional.set(region, client);
  return client;
}
