import { SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';
import { endWithRequest } from '../request-deadline.ts';
import { ofCurrentTenant } from '../tenant-clients.ts';
import { CLIENT_CONFIG } from './client-config.ts';

const clientWith = (config: SSMClientConfig) =>
  endWithRequest(new SSMClient({ ...CLIENT_CONFIG, ...config }));

/** One per process, so that warm invocations reuse its connections; tenants' clients share them. */
const ownClient = clientWith({});
const { requestHandler } = ownClient.config;

export const ssmClient = ofCurrentTenant(ownClient, (credentials) =>
  clientWith({ credentials, requestHandler }),
);
