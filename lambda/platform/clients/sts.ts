import { STSClient } from '@aws-sdk/client-sts';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const stsClient = tracer.captureAWSv3Client(new STSClient(CLIENT_CONFIG));
