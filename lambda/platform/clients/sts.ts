import { STSClient } from '@aws-sdk/client-sts';
import { endWithRequest } from '../request-deadline.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const stsClient = endWithRequest(new STSClient(CLIENT_CONFIG));
