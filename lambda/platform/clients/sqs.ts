import { SQSClient } from '@aws-sdk/client-sqs';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const sqsClient = tracer.captureAWSv3Client(new SQSClient(CLIENT_CONFIG));
