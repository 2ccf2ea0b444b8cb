import { SQSClient } from '@aws-sdk/client-sqs';
import { endWithRequest } from '../request-deadline.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const sqsClient = endWithRequest(new SQSClient(CLIENT_CONFIG));
