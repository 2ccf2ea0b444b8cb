import type { IncomingHttpHeaders } from 'node:http';

/** The head of a request, which is all that routing looks at. */
export interface RequestHead {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

export interface Destination {
  /** {@link Emulator.service} that the request is for. */
  readonly service: string;
  readonly operation: string | undefined;
}

/** Prefix of `X-Amz-Target` -> service, from the SDK clients' `serviceTarget`. */
export const TARGETS: Readonly<Record<string, string>> = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  DynamoDB_20120810: 'dynamodb',
  GraniteServiceVersion20100801: 'monitoring',
  Logs_20140328: 'logs',
  RekognitionService: 'rekognition',
  ServiceQuotasV20190624: 'servicequotas',
  TrentService: 'kms',
};

/** Paths of services that are called without a signature and without a target. */
const PATHS: readonly { readonly path: RegExp; readonly service: string }[] = [
  { path: /^\/oauth2\/token$/, service: 'cognito-idp' },
  { path: /^\/2015-03-31\//, service: 'lambda' },
];

/**
 * Which service a request to the one port is for.
 * @param isStage whether the first segment of the path is a stage of a REST API.
 */
export function destinationOf(head: RequestHead, isStage: (segment: string) => boolean): Destination {
  const target = head.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', operation] = target.split('.');
    return { service: TARGETS[prefix] ?? prefix, operation };
  }
  const scope = credentialService(head);
  if (scope) return { service: scope, operation: undefined };
  // a browser asks before it sends a target: only Cognito is called from browsers that way
  if (
    head.method === 'OPTIONS' &&
    /x-amz-target/i.test(head.headers['access-control-request-headers'] ?? '')
  ) {
    return { service: 'cognito-idp', operation: undefined };
  }
  const path = head.url.pathname;
  const byPath = PATHS.find((entry) => entry.path.test(path));
  if (byPath) return { service: byPath.service, operation: undefined };
  if (isStage(path.split('/')[1] ?? '')) return { service: 'execute-api', operation: undefined };
  // what is left is path-style S3 without a signature: form uploads, preflights, public reads
  return { service: 's3', operation: undefined };
}

/** The service in the credential scope `{key}/{date}/{region}/{service}/aws4_request` of a signed request. */
function credentialService({ headers, url }: RequestHead): string | undefined {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? url.searchParams.get('X-Amz-Credential');
  return credential?.split('/').at(-2);
}
