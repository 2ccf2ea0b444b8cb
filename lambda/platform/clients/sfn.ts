import { SFNClient } from '@aws-sdk/client-sfn';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const sfnClient = tracer.captureAWSv3Client(new SFNClient(CLIENT_CONFIG));
