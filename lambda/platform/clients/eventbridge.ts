import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const eventBridgeClient = tracer.captureAWSv3Client(new EventBridgeClient(CLIENT_CONFIG));
