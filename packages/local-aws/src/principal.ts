import type { IncomingHttpHeaders } from 'node:http';
import type { AccessCheck, Principal } from './emulator.ts';

/** Decides who called and what that caller may do. */
export interface Authorizer {
  /**
   * Who signed the request, by its SigV4 header or query.
   * @throws AwsError when the access key is unknown or has expired.
   */
  principalOf(headers: IncomingHttpHeaders, url: URL): Principal;
  /** @throws AwsError AccessDeniedException when one of the checks is not allowed. */
  authorize(principal: Principal, checks: readonly AccessCheck[]): void;
}

/** The person at the keyboard: may do everything. */
export const OWNER: Principal = { kind: 'owner', accessKeyId: undefined, roleArn: undefined, tags: {} };

/** A request that nobody signed: a browser at the REST API, a sign-in at Cognito. */
export const ANONYMOUS: Principal = {
  kind: 'anonymous',
  accessKeyId: undefined,
  roleArn: undefined,
  tags: {},
};

/** One of the templates' roles, as a service that acts for it. */
export const rolePrincipal = (roleArn: string): Principal => ({
  kind: 'role',
  accessKeyId: undefined,
  roleArn,
  tags: {},
});

/** True when a request carries a SigV4 signature, in its header or (presigned) in its query. */
export function isSigned(headers: IncomingHttpHeaders, url: URL): boolean {
  return (
    headers.authorization?.startsWith('AWS4-HMAC-SHA256') === true || url.searchParams.has('X-Amz-Credential')
  );
}

/** Region in the credential scope `{key}/{date}/{region}/{service}/aws4_request` of a signed request. */
export const signedRegion = ({ authorization }: IncomingHttpHeaders): string | undefined =>
  /Credential=[^,\s/]+\/\d+\/([^,\s/]+)\//.exec(authorization ?? '')?.[1];
