import type { HttpRequest } from '@face-idv/local-aws';

/** Pages of a person, with what they load; the operators' pages stay on this machine. */
const PAGES = /^\/(capture(\/|$)|assets\/|liveness\/|config\.json$|icon\.svg$)/;

/** Calls of the API. */
const API = /^\/v1\//;

/** Operations by which a person signs in; none of them is signed with the keys of an account. */
const SIGN_IN =
  /^AWSCognitoIdentityProviderService\.(InitiateAuth|RespondToAuthChallenge|AssociateSoftwareToken|VerifySoftwareToken|GetUser|RevokeToken|GlobalSignOut)$/;

/** A form of S3 for one photo, at the path of a bucket. */
const UPLOAD = /^\/[a-z0-9][a-z0-9.-]+\/?$/;

/**
 * Whether a phone in the same network may send a request: those of the capture page. The keys of the local
 * cloud are known to everybody, so nothing that they open is served.
 */
export function letsPhones({ method, url: { pathname }, headers }: HttpRequest): boolean {
  const isSigned = headers.authorization?.startsWith('AWS4-') ?? false;
  if (isSigned) return false;
  const target = String(headers['x-amz-target'] ?? '');
  if (target !== '') return pathname === '/' && SIGN_IN.test(target);
  if (method === 'GET' || method === 'HEAD') return PAGES.test(pathname) || API.test(pathname);
  const isForm = String(headers['content-type'] ?? '').startsWith('multipart/form-data');
  return API.test(pathname) || (method === 'POST' && isForm && UPLOAD.test(pathname));
}
