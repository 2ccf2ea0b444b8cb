import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const eventBridgeClient = new EventBridgeClient(CLIENT_CONFIG);
