import { randomUUID } from 'node:crypto';
import type { RekognitionError } from '../rekognition-error.ts';
import type { RekognitionResponse } from '../types.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'RekognitionService.';

/** The operation of an `X-Amz-Target` header, or nothing if it is another service's. */
export function operationOfTarget(target: string | undefined): string | undefined {
  return target?.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : undefined;
}

/** An operation's output: dates become epoch seconds, bytes become base64, as JSON 1.1 has them. */
export function outputResponse(output: unknown, requestId: string): RekognitionResponse {
  return response(200, toWire(output), { 'x-amzn-requestid': requestId });
}

/** An error in the body that Rekognition gives it (Developer Guide, "Error components"). */
export function errorResponse(error: RekognitionError, requestId: string): RekognitionResponse {
  const body = { __type: error.code, Code: error.code, Logref: randomUUID(), Message: error.message };
  return response(error.status, body, { 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code });
}

function response(status: number, body: unknown, headers: Record<string, string>): RekognitionResponse {
  return { status, headers: { ...headers, 'content-type': CONTENT_TYPE }, body: JSON.stringify(body) };
}

const MILLISECONDS_OF_SECOND = 1000;

function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / MILLISECONDS_OF_SECOND;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toWire(item)]));
  }
  return value;
}
