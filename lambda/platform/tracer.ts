import { Tracer } from '@aws-lambda-powertools/tracer';

/** X-Ray segments for every SDK call; responses are not captured, since they contain data of people. */
export const tracer = new Tracer({ captureHTTPsRequests: false });
