import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { s3Error } from './s3-error.ts';

/*
 * AWS Signature Version 4 as S3 checks it: the path is encoded once, the payload may be left unsigned or be
 * signed chunk by chunk (S3 API reference, "Authenticating Requests").
 */

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A signed request is taken this long before and after its date (S3 API reference, RequestTimeTooSkewed). */
const MAX_SKEW_MS = 15 * 60 * 1000;
/** A presigned URL can be valid for a week at most. */
const MAX_PRESIGNED_SECONDS = 7 * 24 * 60 * 60;

export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

/** The secret that belongs to an access key; undefined when there is no such key. */
export type SecretOf = (accessKeyId: string) => string | undefined;

/** Information about the body in a verified signature. */
export interface VerifiedSignature {
  readonly accessKeyId: string;
  /** Hex SHA-256 of the body, `UNSIGNED-PAYLOAD`, or one of the `STREAMING-...` words. */
  readonly payloadHash: string;
  /** Signs a chunk of a streamed body: the chain starts at the signature of the head. */
  readonly sign: (stringToSign: readonly string[]) => string;
  readonly signature: string;
  /** Date and credential scope, which stand in every chunk's string to sign. */
  readonly date: string;
  readonly scope: string;
}

/**
 * Checks the signature of a request, in its header or its query.
 * @throws AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, RequestTimeTooSkewed and the like.
 */
export function verifySignature(
  request: SignedRequest,
  secretOf: SecretOf,
  nowMs: number,
): VerifiedSignature {
  const query = queryOf(request.url);
  const claim = query.has('X-Amz-Signature')
    ? claimOfQuery(query, nowMs)
    : claimOfHeader(request.headers, nowMs);
  const [accessKeyId = '', ...scope] = claim.credential.split('/');
  refuseUnsignedHeaders(request.headers, claim.signedHeaders);
  const sign = signer(accessKeyId, scope, secretOf);
  const canonical = [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(query),
    ...claim.signedHeaders.map((name) => `${name}:${headerText(request.headers, name)}`),
    '',
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n');
  const expected = sign([ALGORITHM, claim.date, scope.join('/'), sha256Hex(canonical)]);
  if (!equalText(expected, claim.signature)) throw s3Error('SignatureDoesNotMatch');
  return {
    accessKeyId,
    payloadHash: claim.payloadHash,
    signature: claim.signature,
    sign,
    date: claim.date,
    scope: scope.join('/'),
  };
}

/** Makes signatures in the name of an access key, for the scope `{date}/{region}/{service}/aws4_request`. */
export function signer(
  accessKeyId: string,
  scope: readonly string[],
  secretOf: SecretOf,
): (stringToSign: readonly string[]) => string {
  const secret = secretOf(accessKeyId);
  if (secret === undefined) throw s3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: accessKeyId });
  if (scope.length !== 4 || scope[2] !== 's3' || scope[3] !== 'aws4_request')
    throw s3Error('AuthorizationHeaderMalformed');
  const key = scope.reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  return (stringToSign) => hmac(key, stringToSign.join('\n')).toString('hex');
}

interface Claim {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260101T000000Z` */
  readonly date: string;
  readonly payloadHash: string;
}

function claimOfHeader(headers: IncomingHttpHeaders, nowMs: number): Claim {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/.exec(
      headers.authorization ?? '',
    );
  const date = headers['x-amz-date'];
  if (!headers.authorization) throw s3Error('AccessDenied');
  if (!match || typeof date !== 'string') throw s3Error('AuthorizationHeaderMalformed');
  if (Math.abs(timeOf(date) - nowMs) > MAX_SKEW_MS)
    throw s3Error('RequestTimeTooSkewed', undefined, {
      RequestTime: date,
      ServerTime: new Date(nowMs).toISOString(),
    });
  const [, credential = '', signedHeaders = '', signature = ''] = match;
  const hash = headers['x-amz-content-sha256'];
  if (typeof hash !== 'string')
    throw s3Error('InvalidArgument', 'Missing required header for this request: x-amz-content-sha256');
  return { credential, signedHeaders: signedHeaders.split(';'), signature, date, payloadHash: hash };
}

function claimOfQuery(query: ReadonlyMap<string, string>, nowMs: number): Claim {
  const read = (name: string): string => {
    const value = query.get(`X-Amz-${name}`);
    if (value === undefined)
      throw s3Error(
        'AuthorizationQueryParametersError',
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    return value;
  };
  const seconds = Number(read('Expires'));
  if (!(seconds >= 0 && seconds <= MAX_PRESIGNED_SECONDS)) throw s3Error('AuthorizationQueryParametersError');
  const date = read('Date');
  const signed = timeOf(date);
  if (signed - nowMs > MAX_SKEW_MS) throw s3Error('AccessDenied', 'Request is not yet valid');
  if (nowMs > signed + seconds * 1000)
    throw s3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': seconds,
      Expires: new Date(signed + seconds * 1000).toISOString(),
      ServerTime: new Date(nowMs).toISOString(),
    });
  return {
    credential: read('Credential'),
    signedHeaders: read('SignedHeaders').split(';'),
    signature: read('Signature'),
    date,
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  };
}

/** A header that S3 obeys must not be added behind the signer's back. */
function refuseUnsignedHeaders(headers: IncomingHttpHeaders, signed: readonly string[]): void {
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signed.includes(name),
  );
  if (unsigned.length > 0 || !signed.includes('host'))
    throw s3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: [...unsigned, ...(signed.includes('host') ? [] : ['host'])].join(', '),
    });
}

/** The query as it was sent; `+` is a plus sign here, not a space. */
export function queryOf(url: URL): ReadonlyMap<string, string> {
  const pairs = url.search.slice(1).split('&').filter(Boolean);
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [decodeUri(name), decodeUri(value)];
    }),
  );
}

function canonicalQuery(query: ReadonlyMap<string, string>): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeUri(name), encodeUri(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
}

const canonicalPath = (url: URL): string =>
  url.pathname
    .split('/')
    .map((part) => encodeUri(decodeUri(part)))
    .join('/');

/** Percent-encodes everything but the unreserved characters of RFC 3986. */
export const encodeUri = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** @throws InvalidURI for a percent sign that encodes nothing. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw Object.assign(s3Error('InvalidURI'), { cause });
  }
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ');
}

/** Milliseconds since the epoch of `20260101T000000Z`. */
function timeOf(date: string): number {
  const time = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
  if (Number.isNaN(time))
    throw s3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date');
  return time;
}

export const sha256Hex = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Compares in constant time, so that the duration does not reveal where two texts differ. */
export function equalText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
