import { AwsError } from '../aws-error.ts';
import type { AccessCheck } from '../emulator.ts';
import type { Verdict } from './evaluate.ts';

type CredentialProblem = 'unknown' | 'expired' | 'missing';

/** How a service names the problems of a caller's credentials. */
interface ErrorNames extends Readonly<Record<CredentialProblem, string>> {
  readonly denied: string;
  readonly deniedStatus: number;
}

const JSON_NAMES: ErrorNames = {
  unknown: 'UnrecognizedClientException',
  expired: 'ExpiredTokenException',
  missing: 'MissingAuthenticationTokenException',
  denied: 'AccessDeniedException',
  deniedStatus: 400,
};
/** Services whose errors are older than AWS JSON. */
const QUERY_NAMES: ErrorNames = {
  unknown: 'InvalidClientTokenId',
  expired: 'ExpiredToken',
  missing: 'MissingAuthenticationToken',
  denied: 'AccessDenied',
  deniedStatus: 403,
};
const NAMES: Readonly<Record<string, ErrorNames>> = {
  s3: { ...QUERY_NAMES, unknown: 'InvalidAccessKeyId', missing: 'AccessDenied' },
  sts: QUERY_NAMES,
  sqs: QUERY_NAMES,
  monitoring: QUERY_NAMES,
  // the prefix of its actions is another name than the one it signs with
  cloudwatch: QUERY_NAMES,
  lambda: { ...JSON_NAMES, deniedStatus: 403 },
};

const MESSAGES: Readonly<Record<CredentialProblem, string>> = {
  unknown: 'The security token included in the request is invalid.',
  expired: 'The security token included in the request is expired',
  missing: 'Missing Authentication Token',
};
/** Status of the errors about credentials in every service. */
const CREDENTIAL_STATUS = 403;

const namesOf = (service: string): ErrorNames => NAMES[service] ?? JSON_NAMES;

/** Credentials that are unknown, too old or not there, in the words of the service that was called. */
export const credentialError = (problem: CredentialProblem, service: string): AwsError =>
  new AwsError(namesOf(service)[problem], MESSAGES[problem], CREDENTIAL_STATUS);

/**
 * A refusal that says who may not do what, and which kind of
 * policy said so (IAM user guide, "Troubleshoot access denied").
 */
export function accessDenied(
  callerArn: string,
  { action, resource }: AccessCheck,
  verdict: Extract<Verdict, { allowed: false }>,
): AwsError {
  const article = verdict.kind === 'identity-based policy' ? 'an' : 'a';
  const reason = verdict.explicit
    ? `with an explicit deny in ${article} ${verdict.kind}`
    : `because no ${verdict.kind} allows the ${action} action`;
  const { denied, deniedStatus } = namesOf(action.split(':')[0] ?? '');
  return new AwsError(
    denied,
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    deniedStatus,
  );
}
