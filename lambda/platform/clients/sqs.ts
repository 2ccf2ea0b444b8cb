import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const sqsClient = new SQSClient(CLIENT_CONFIG);
