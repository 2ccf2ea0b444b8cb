import { SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const sfnClient = new SFNClient(CLIENT_CONFIG);
