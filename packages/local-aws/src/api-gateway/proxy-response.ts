import type { CloudResponse } from '../emulator.ts';
import { GatewayError } from './gateway-response.ts';
import { isBinary } from './proxy-event.ts';

interface ProxyResult {
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly unknown[]>> | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/** Members that a Lambda proxy response may have; with any other API Gateway refuses it. */
const MEMBERS: readonly string[] = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];

/**
 * Turns what a function returned into the HTTP response.
 * @param accept `Accept` of the request: only a client that asks for a binary type gets bytes.
 * @throws GatewayError INTEGRATION_FAILURE for what API Gateway calls a malformed Lambda proxy response.
 */
export function proxyResponse(
  result: unknown,
  accept: string | undefined,
  binaryMediaTypes: readonly string[],
): CloudResponse {
  if (typeof result !== 'object' || result === null) throw new GatewayError('INTEGRATION_FAILURE');
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result as ProxyResult;
  const status = Number(statusCode);
  const malformed =
    Object.keys(result).some((member) => !MEMBERS.includes(member)) ||
    statusCode === undefined ||
    !Number.isInteger(status) ||
    status < 100 ||
    status > 599 ||
    (typeof body !== 'string' && body !== undefined && body !== null);
  if (malformed) throw new GatewayError('INTEGRATION_FAILURE');
  const text = body ?? '';
  const bytes = isBase64Encoded === true && isBinary(binaryMediaTypes, accept);
  return {
    status,
    headers: { 'content-type': 'application/json', ...headersOf(headers, multiValueHeaders) },
    body: bytes ? Buffer.from(text, 'base64') : text,
  };
}

function headersOf(
  single: ProxyResult['headers'],
  multi: ProxyResult['multiValueHeaders'],
): Record<string, string | readonly string[]> {
  const result: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(single ?? {})) result[name.toLowerCase()] = String(value);
  for (const [name, values] of Object.entries(multi ?? {})) result[name.toLowerCase()] = values.map(String);
  return result;
}
