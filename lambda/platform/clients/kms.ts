import { KMSClient } from '@aws-sdk/client-kms';
import { endWithRequest } from '../request-deadline.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const kmsClient = endWithRequest(new KMSClient(CLIENT_CONFIG));
