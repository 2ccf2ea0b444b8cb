import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, Principal, TemplateResource } from '../emulator.ts';
import { type Authorizer, OWNER } from '../principal.ts';
import { accessDenied, credentialError } from './access-errors.ts';
import { type AccessRequest, evaluate, type PolicySet } from './evaluate.ts';
import { parsePolicy } from './policy.ts';
import { contextOf, sessionArn } from './request-context.ts';
import { type Role, readRoles } from './roles.ts';
import { openCredentialMaker, type RoleSession, type SessionCredentials } from './session-credentials.ts';
import { isTrusted } from './trust.ts';

export interface IamOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
}

/** A caller who acts as a role. */
export interface RolePrincipal extends Principal {
  readonly kind: 'role';
  readonly session: RoleSession;
}

/** Who is who, and who may do what: the roles and policies of the templates, evaluated as AWS does. */
export interface Iam extends Authorizer {
  /** Credentials under which a service runs code as one of the roles; the same after every restart. */
  credentialsFor(roleArn: string): SessionCredentials;
  /** Credentials of a session that STS has granted. */
  credentialsOf(session: RoleSession): SessionCredentials;
  /** The secret that belongs to an access key; undefined for keys that were not made here. */
  secretOf(accessKeyId: string): string | undefined;
  /** The principal of an access key, for services whose signature is not where {@link principalOf} looks. */
  principalOfKey(accessKeyId: string, sessionToken: string | undefined, service: string): Principal;
  /** A role of the templates. */
  role(arn: string): Role | undefined;
  /**
   * Whether a role of the templates lets a caller do
   * `sts:AssumeRole` or `sts:TagSession`; `resource` is its ARN.
   */
  isTrusted(principal: Principal, check: AccessCheck): boolean;
  /** The session a principal acts in; services that act for a role have one too. */
  sessionOf(principal: Principal): RoleSession | undefined;
}

/**
 * Key pair of the person at the keyboard: the aws CLI, the tests and the demo use it. It may do everything.
 */
export const OWNER_ACCESS_KEY_ID = 'LOCAL';
export const OWNER_SECRET_ACCESS_KEY = 'LOCALSECRET';

/** Session name of a service that acts for a role without saying for whom. */
const SERVICE_SESSION_NAME = 'local-cloud';

/** Reads the templates' roles and opens the credentials of this installation. */
export async function createIam(
  resources: readonly TemplateResource[],
  { dataDir, clock, region }: IamOptions,
): Promise<Iam> {
  const roles = readRoles(resources);
  const maker = await openCredentialMaker(dataDir);

  const sessionOf = (principal: Principal): RoleSession | undefined => {
    if (isRolePrincipal(principal)) return principal.session;
    const { roleArn, tags } = principal;
    return roleArn === undefined ? undefined : { roleArn, name: SERVICE_SESSION_NAME, tags };
  };

  const principalOfKey: Iam['principalOfKey'] = (accessKeyId, sessionToken, service) => {
    if (accessKeyId === OWNER_ACCESS_KEY_ID) return { ...OWNER, accessKeyId };
    const session = maker.read(accessKeyId, sessionToken ?? '');
    if (!session || maker.secretOf(accessKeyId) === undefined) throw credentialError('unknown', service);
    if (session.expiresAt !== undefined && session.expiresAt <= clock.now()) {
      throw credentialError('expired', service);
    }
    const { roleArn, tags } = session;
    const principal: RolePrincipal = { kind: 'role', accessKeyId, roleArn, tags, session };
    return principal;
  };

  const policiesOf = (session: RoleSession): PolicySet => {
    const role = roles.get(session.roleArn);
    return {
      identity: role?.identity ?? [],
      boundary: role?.boundary,
      session: session.policy === undefined ? undefined : parsePolicy(session.policy, session.name),
    };
  };

  const requestOf = (
    session: RoleSession,
    { action, resource, context = {} }: AccessCheck,
  ): AccessRequest => {
    // a session tag takes the place of the role's tag of the same name
    const tags = { ...roles.get(session.roleArn)?.tags, ...session.tags };
    return {
      action,
      resource,
      context: contextOf({ ...session, tags }, context, { now: clock.now(), region }),
    };
  };

  return {
    role: (arn) => roles.get(arn),
    sessionOf,

    isTrusted: (principal, check) => {
      if (principal.kind === 'owner') return true;
      const session = sessionOf(principal);
      const role = roles.get(check.resource);
      if (!session || !role) return false;
      const caller = {
        roleArn: session.roleArn,
        sessionArn: sessionArn(session),
        account: session.roleArn.split(':')[4] ?? '',
        policies: policiesOf(session),
      };
      return isTrusted(role.trust, caller, requestOf(session, check));
    },

    credentialsFor: (roleArn) => maker.make({ roleArn, name: SERVICE_SESSION_NAME, tags: {} }, true),
    credentialsOf: (session) => maker.make(session, false),
    secretOf: (accessKeyId) =>
      accessKeyId === OWNER_ACCESS_KEY_ID ? OWNER_SECRET_ACCESS_KEY : maker.secretOf(accessKeyId),
    principalOfKey,

    principalOf: (headers, url) => {
      const { accessKeyId, service } = credentialScope(headers, url);
      const header = headers['x-amz-security-token'];
      const token =
        (typeof header === 'string' ? header : undefined) ?? url.searchParams.get('X-Amz-Security-Token');
      return principalOfKey(accessKeyId, token ?? undefined, service);
    },

    authorize: (principal, checks) => {
      if (principal.kind === 'owner') return;
      const session = sessionOf(principal);
      for (const check of checks) {
        if (!session) throw credentialError('missing', check.action.split(':')[0] ?? '');
        const verdict = evaluate(policiesOf(session), requestOf(session, check));
        if (!verdict.allowed) throw accessDenied(sessionArn(session), check, verdict);
      }
    },
  };
}

const isRolePrincipal = (principal: Principal): principal is RolePrincipal => 'session' in principal;

/**
 * Access key and service of `{key}/{date}/{region}/{service}/aws4_request`,
 * from the header or a presigned query.
 */
function credentialScope(headers: IncomingHttpHeaders, url: URL): { accessKeyId: string; service: string } {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    url.searchParams.get('X-Amz-Credential') ??
    '';
  const parts = credential.split('/');
  const service = parts.at(-2);
  if (parts.length < 5 || service === undefined) {
    throw new AwsError(
      'IncompleteSignatureException',
      'The credential scope of the signature is not complete.',
      403,
    );
  }
  return { accessKeyId: parts.slice(0, -4).join('/'), service };
}
