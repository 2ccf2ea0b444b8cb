import { Runtime } from 'aws-cdk-lib/aws-lambda';

/** Runtime of all functions; `npm run test:node24` tests on its Node.js (ADR 18). */
export const FUNCTION_RUNTIME = Runtime.NODEJS_24_X;
