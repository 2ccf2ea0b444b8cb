import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, Principal } from '../emulator.ts';
import type { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/policy.ts';
import { sessionArn } from '../iam/request-context.ts';
import type { RoleSession } from '../iam/session-credentials.ts';
import { listOf } from './query-protocol.ts';

/** Parameters of AssumeRole. */
interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly policy: string | undefined;
  readonly externalId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Limits of the API reference, AssumeRole. */
const SHORTEST_SESSION_SECONDS = 900;
const DEFAULT_SESSION_SECONDS = 3600;
/** A role that was itself assumed with temporary credentials ("role chaining"). */
const LONGEST_CHAINED_SESSION_SECONDS = 3600;
const MAX_TAGS = 50;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
/** Members that change what a session may do; ignoring one would give too much or too little. */
const NOT_EMULATED = [
  'PolicyArns.member.1.arn',
  'SerialNumber',
  'TransitiveTagKeys.member.1',
  'SourceIdentity',
];

/**
 * Gives temporary credentials of a role of the templates.
 * @throws AwsError `AccessDenied` unless the role trusts the
 * caller, `ValidationError` for what AWS would not take.
 */
export function assumeRole(
  form: ReadonlyMap<string, string>,
  principal: Principal,
  { iam, clock }: { readonly iam: Iam; readonly clock: Clock },
): Readonly<Record<string, unknown>> {
  const request = parse(form);
  assertTrusted(iam, principal, request);
  const role = iam.role(request.roleArn);
  if (!role) throw refused(iam, principal, 'sts:AssumeRole', request.roleArn);
  const longest = principal.kind === 'role' ? LONGEST_CHAINED_SESSION_SECONDS : role.maxSessionSeconds;
  if (request.durationSeconds > longest) {
    throw invalid(
      principal.kind === 'role'
        ? 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
        : 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const expiresAt = clock.now() + request.durationSeconds * 1000;
  const session: RoleSession = {
    roleArn: role.arn,
    name: request.sessionName,
    tags: request.tags,
    expiresAt,
    ...(request.policy === undefined ? {} : { policy: parseSessionPolicy(request.policy) }),
  };
  const { accessKeyId, secretAccessKey, sessionToken } = iam.credentialsOf(session);
  return {
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${session.name}`, Arn: sessionArn(session) },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresAt).toISOString(),
    },
  };
}

function parse(form: ReadonlyMap<string, string>): AssumeRoleRequest {
  const unknown = NOT_EMULATED.find((member) => form.has(member));
  if (unknown) throw invalid(`${unknown.split('.')[0]} is not emulated here.`);
  const roleArn = form.get('RoleArn') ?? '';
  const sessionName = form.get('RoleSessionName') ?? '';
  const durationSeconds = Number(form.get('DurationSeconds') ?? DEFAULT_SESSION_SECONDS);
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  if (!SESSION_NAME.test(sessionName)) {
    throw invalid(
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  if (!Number.isInteger(durationSeconds) || durationSeconds < SHORTEST_SESSION_SECONDS) {
    throw invalid(
      `1 validation error detected: Value '${durationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${SHORTEST_SESSION_SECONDS}`,
    );
  }
  return {
    roleArn,
    sessionName,
    durationSeconds,
    policy: form.get('Policy'),
    externalId: form.get('ExternalId'),
    tags: parseTags(form),
  };
}

function parseTags(form: ReadonlyMap<string, string>): Record<string, string> {
  const list = listOf(form, 'Tags').map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const keys = new Set(list.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < list.length) throw invalid('Duplicate tag keys found. Tag keys are not case sensitive.');
  if (list.length > MAX_TAGS) throw invalid(`A session takes at most ${MAX_TAGS} tags.`);
  for (const { Key, Value } of list) {
    if (!TAG_KEY.test(Key) || !TAG_VALUE.test(Value)) throw invalid(`The session tag ${Key} is not valid.`);
  }
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

function parseSessionPolicy(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    parsePolicy(document, 'the session');
    return document;
  } catch (error) {
    const malformed = new AwsError('MalformedPolicyDocument', (error as Error).message);
    malformed.cause = error;
    throw malformed;
  }
}

/** Session tags need a permission of their own, `sts:TagSession`, of both sides. */
function assertTrusted(iam: Iam, principal: Principal, request: AssumeRoleRequest): void {
  const { roleArn, sessionName, externalId, tags } = request;
  const keys = Object.keys(tags);
  const tagging = {
    ...(keys.length > 0 ? { 'aws:TagKeys': keys } : {}),
    ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ''])),
  };
  const assuming = {
    'sts:RoleSessionName': sessionName,
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    ...tagging,
  };
  const checks: readonly AccessCheck[] = [
    { action: 'sts:AssumeRole', resource: roleArn, context: assuming },
    ...(keys.length > 0 ? [{ action: 'sts:TagSession', resource: roleArn, context: tagging }] : []),
  ];
  for (const check of checks) {
    if (!iam.isTrusted(principal, check)) throw refused(iam, principal, check.action, roleArn);
  }
}

/** AWS names no policy here: the caller shall not learn whether the role exists. */
function refused(iam: Iam, principal: Principal, action: string, roleArn: string): AwsError {
  const session = iam.sessionOf(principal);
  const caller = session ? sessionArn(session) : 'the owner of the account';
  return new AwsError(
    'AccessDenied',
    `User: ${caller} is not authorized to perform: ${action} on resource: ${roleArn}`,
    403,
  );
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
