import type { IncomingHttpHeaders } from 'node:http';

/**
 * Protocol of AWS that a request says it speaks, beside those that each service here has of its own.
 * @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export type ForeignProtocol = 'rpc-v2-cbor' | 'query';

/** Services whose own protocol is Query. */
const QUERY_SERVICES: readonly string[] = ['sts'];

/** @returns undefined for a request in a protocol that the service has here */
export function foreignProtocol(
  service: string,
  { authorization, ...headers }: IncomingHttpHeaders,
): ForeignProtocol | undefined {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpc-v2-cbor';
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  // forms that are not signed are for Cognito's endpoints
  const isQuery = isForm && authorization?.startsWith('AWS4-HMAC-SHA256') === true;
  return isQuery && !QUERY_SERVICES.includes(service) ? 'query' : undefined;
}
