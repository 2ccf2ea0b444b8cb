import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { RouteAudit } from '../kernel/audit.ts';
import { Problem } from '../kernel/problem.ts';
import { headerOf } from './http-response.ts';

/** Name of the header in which operators say why they do something. */
export const AUDIT_REASON_HEADER = 'Audit-Reason';
export const MAX_AUDIT_REASON = 200;

const CONTROL_CHARACTER = /\p{Cc}/u;
/** A byte of UTF-8 that was sent as it is arrives as another character. */
const NOT_ASCII = /[^\x20-\x7e]/;

/**
 * Reads why an operator does something. Headers carry ASCII only, so other characters are percent-encoded.
 * @throws Problem `invalid_request` if the reason is not readable, or is required and missing
 */
export function auditReasonOf(event: APIGatewayProxyEvent, { reasonRequired }: RouteAudit) {
  const header = headerOf(event, AUDIT_REASON_HEADER.toLowerCase())?.trim();
  if (header === undefined || header === '') {
    if (reasonRequired) throw refused('is missing; say why, such as "identity proven by phone, ticket 4711"');
    return undefined;
  }
  if (NOT_ASCII.test(header))
    throw refused('has characters that a header cannot carry; percent-encode them, such as %C3%A9 for é');
  const reason = decoded(header);
  if (reason.length > MAX_AUDIT_REASON || CONTROL_CHARACTER.test(reason))
    throw refused(`must be 1 to ${MAX_AUDIT_REASON} printable characters, and has ${reason.length}`);
  return reason;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    throw refused('has a "%" that begins no percent-encoded character; write it as %25');
  }
}

const refused = (what: string): Problem =>
  new Problem('invalid_request', `header is not valid: ${AUDIT_REASON_HEADER} ${what}`, {
    errors: [{ path: AUDIT_REASON_HEADER, message: what }],
  });
