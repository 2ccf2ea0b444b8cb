import { type AwsError, jsonErrorResponse } from './aws-error.ts';
import { cborOfTexts } from './cbor-error.ts';
import type { CloudResponse } from './emulator.ts';
import type { ForeignProtocol } from './wire-protocol.ts';

type ErrorWriter = (error: AwsError, requestId: string) => CloudResponse;

const json10: ErrorWriter = (error) => jsonErrorResponse(error, '1.0');
const json11: ErrorWriter = (error) => jsonErrorResponse(error, '1.1');

const restJson: ErrorWriter = (error) => ({
  status: error.status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
  body: JSON.stringify({
    Type: error.status < 500 ? 'User' : 'Service',
    message: error.message,
    ...error.members,
  }),
});

const restXml: ErrorWriter = (error, requestId) => ({
  status: error.status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`,
});

const queryXml: ErrorWriter = (error, requestId) => ({
  status: error.status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
});

const rpcV2Cbor: ErrorWriter = ({ code, message, status }) => ({
  status,
  headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
  body: cborOfTexts({ __type: code, message }),
});

/** How each service writes its errors; the rest speak AWS JSON 1.1. */
const WRITERS: Readonly<Record<string, ErrorWriter>> = {
  dynamodb: json10,
  lambda: restJson,
  monitoring: json10,
  s3: restXml,
  sqs: json10,
  states: json10,
  sts: queryXml,
};

const FOREIGN_WRITERS: Readonly<Record<ForeignProtocol, ErrorWriter>> = {
  query: queryXml,
  'rpc-v2-cbor': rpcV2Cbor,
};

/**
 * An error in the protocol of the request, or else of the service that was called, so that the SDK makes the
 * right exception of it.
 */
export function errorResponse(
  service: string,
  error: AwsError,
  requestId: string,
  protocol?: ForeignProtocol,
): CloudResponse {
  const write = protocol ? FOREIGN_WRITERS[protocol] : (WRITERS[service] ?? json11);
  return write(error, requestId);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
