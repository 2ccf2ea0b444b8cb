import { SFNClient } from '@aws-sdk/client-sfn';
import { endWithRequest } from '../request-deadline.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One per process, so that warm invocations reuse its connections. */
export const sfnClient = endWithRequest(new SFNClient(CLIENT_CONFIG));
