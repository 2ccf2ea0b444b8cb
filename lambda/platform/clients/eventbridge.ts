import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { endWithRequest } from '../request-deadline.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const eventBridgeClient = endWithRequest(new EventBridgeClient(CLIENT_CONFIG));
