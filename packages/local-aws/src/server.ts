import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpRequest } from './dispatcher.ts';
import type { CloudResponse } from './emulator.ts';
import { StartRefused } from './start-refused.ts';

/**
 * Larger than any upload that the product allows; a request
 * above it is cut off instead of filling the memory.
 */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const LOOPBACK = '127.0.0.1';

export interface CloudServer {
  /** URL without a trailing slash. */
  readonly endpoint: string;
  /** From now on requests are answered; those that came earlier have waited. */
  serve(handlers: Handlers): void;
  close(): Promise<void>;
}

export interface Handlers {
  readonly handle: (request: HttpRequest) => Promise<CloudResponse>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/**
 * Listens on the loopback interface, unless another address is named.
 * @param port 0 picks a free one.
 * @param certificate PEM; with it the server speaks TLS.
 * @param address of the interface
 * @throws Error that says what to do when the port is taken.
 */
export async function listen(
  port: number,
  certificate?: { readonly cert: string; readonly key: string },
  address = LOOPBACK,
): Promise<CloudServer> {
  let serve: (handlers: Handlers) => void = () => {};
  const ready = new Promise<Handlers>((resolve) => {
    serve = resolve;
  });
  const answerWhenReady = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await answer(await ready, request, response);
    } catch {
      // the client disconnected in the middle of its request or our response
      response.destroy();
    }
  };
  const server = certificate
    ? createTlsServer({ cert: certificate.cert, key: certificate.key }, answerWhenReady)
    : createServer(answerWhenReady);
  server.on('upgrade', async (request, socket, head) => (await ready).upgrade(request, socket, head));
  await bind(server, port, address);
  const { port: actual } = server.address() as AddressInfo;
  return {
    endpoint: `${certificate ? 'https' : 'http'}://${address === LOOPBACK ? 'localhost' : address}:${actual}`,
    serve,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const hint =
        cause.code === 'EADDRINUSE'
          ? `port ${port} is in use; stop what uses it or choose another port`
          : cause.message;
      reject(new StartRefused(`the local cloud cannot listen: ${hint}`, { cause }));
    });
    server.listen(port, address, resolve);
  });
}

async function answer(
  { handle }: Handlers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const method = request.method ?? 'GET';
  const {
    status,
    headers,
    body: content,
  } = await handle({
    method,
    url: new URL(`http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`),
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body,
  });
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (method !== 'HEAD' && status !== 204 && !response.hasHeader('content-length')) {
    response.setHeader('content-length', Buffer.byteLength(content));
  }
  response.writeHead(status).end(method === 'HEAD' ? undefined : content);
}

/** The whole body, or undefined when it is larger than {@link MAX_BODY_BYTES}. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
