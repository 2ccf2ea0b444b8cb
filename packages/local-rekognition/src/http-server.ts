import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { LocalCertificate } from './liveness/local-certificate.ts';
import type { Rekognition } from './rekognition.ts';
import type { RekognitionResponse } from './types.ts';

/** Base64 of the largest images that a request may hold (two of 5 MiB), and room for the rest of it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** A client that sends nothing for this long is gone. */
const REQUEST_TIMEOUT_MS = 60_000;

const BODY_TOO_LARGE: RekognitionResponse = {
  status: 413,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: JSON.stringify({ error: `a request body may have ${MAX_BODY_BYTES} bytes` }),
};

/**
 * Serves the whole service over HTTP, or over TLS when there is a certificate: the liveness stream, an
 * upgrade, is always asked for over TLS. Not yet listening.
 */
export function createRekognitionServer(rekognition: Rekognition, certificate?: LocalCertificate): Server {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(rekognition, request, response).catch((error: Error) => response.destroy(error));
  };
  const options = { requestTimeout: REQUEST_TIMEOUT_MS };
  const server = certificate
    ? createTlsServer({ ...options, cert: certificate.cert, key: certificate.key }, listener)
    : createServer(options, listener);
  server.on('upgrade', (request, socket, head) => rekognition.upgrade(request, socket, head));
  return server;
}

async function answer(
  rekognition: Rekognition,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const answered = body ? await rekognition.handle(toRequest(request, body)) : BODY_TOO_LARGE;
  response.writeHead(answered.status, answered.headers).end(answered.body);
}

function toRequest(request: IncomingMessage, body: Buffer) {
  // the host is the client's name for this machine; only path and query matter
  const url = new URL(request.url ?? '/', 'http://localhost');
  return { method: request.method ?? 'POST', url, headers: request.headers, body };
}

/**
 * The whole body, or nothing when it is larger than any
 * honest one. Rejects when the client goes away in mid-body.
 */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    request.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > MAX_BODY_BYTES) {
        request.pause();
        resolve(undefined);
      } else {
        pieces.push(piece);
      }
    });
    request.on('end', () => resolve(Buffer.concat(pieces)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client went away before its request was whole')));
  });
}
