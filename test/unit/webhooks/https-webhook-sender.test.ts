import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createHttpsWebhookSender,
  type SenderOptions,
} from '../../../lambda/webhooks/adapters/https-webhook-sender.ts';
import { CERTIFICATE } from '../../support/lambda/a-certificate.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server)
      (server as ReturnType<typeof createHttpServer>).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const anHttpsServer = (listener: RequestListener) => portOf(createHttpsServer(CERTIFICATE, listener));

/** Sends to the server as to one of the public internet, whose name resolves to this machine. */
const sender = (options: Partial<SenderOptions> = {}) =>
  createHttpsWebhookSender({
    allowedHosts: [],
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    isAllowedAddress: () => true,
    ca: CERTIFICATE.cert,
    ...options,
  });
const send = (port: number, options: Partial<SenderOptions> = {}, host = CERTIFICATE.name) =>
  sender(options).send({
    url: `https://${host}:${port}/hook?a=b`,
    headers: { 'content-type': 'application/json', 'webhook-id': 'vs_1-2' },
    body: '{"é":1}',
  });

describe('a request to a receiver', () => {
  it('posts the body with its headers, and reports the status of the answer', async () => {
    const seen: unknown[] = [];
    const port = await anHttpsServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        seen.push([method, url, headers['webhook-id'], headers.host, Buffer.concat(chunks).toString()]);
        response.writeHead(204).end();
      });
    });
    expect(await send(port)).toEqual({ statusCode: 204 });
    expect(seen).toEqual([['POST', '/hook?a=b', 'vs_1-2', `hooks.example.com:${port}`, '{"é":1}']]);
  });

  it('follows no redirect', async () => {
    let requests = 0;
    const port = await anHttpsServer((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: 'https://169.254.169.254/latest/meta-data/' }).end();
    });
    expect(await send(port)).toEqual({ statusCode: 307 });
    expect(requests).toBe(1);
  });

  it('reports for how long the receiver asks to be left alone, in seconds only', async () => {
    const asked = ['120', 'Wed, 21 Oct 2099 07:28:00 GMT', '-5'];
    const port = await anHttpsServer((_request, response) => {
      response.writeHead(503, { 'retry-after': asked.shift() ?? '' }).end();
    });
    expect(await send(port)).toEqual({ statusCode: 503, retryAfterSeconds: 120 });
    expect(await send(port)).toEqual({ statusCode: 503 });
    expect(await send(port)).toEqual({ statusCode: 503 });
  });

  it('is given up when the receiver does not answer in time', async () => {
    const port = await anHttpsServer(() => {});
    expect(await send(port, { timeoutMs: 100 })).toEqual({ error: 'timed_out' });
  });

  it('is given up when nobody answers a connection', async () => {
    const port = await portOf(createTcpServer((socket) => socket.on('error', () => {}).resume()));
    expect(await send(port, { timeoutMs: 100 })).toEqual({ error: 'timed_out' });
  });

  it('reads of a large answer what it must, and of an endless one until the time is over', async () => {
    let written = 0;
    const port = await anHttpsServer((_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(16 * 1024);
      const write = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
      };
      response.on('drain', write);
      write();
    });
    expect(await send(port)).toEqual({ statusCode: 200 });
    // what the buffers of both sides hold, and no more
    expect(written).toBeLessThan(64 * 1024 * 1024);
    const drip = await anHttpsServer((_request, response) => {
      response.writeHead(200).write('a');
    });
    expect(await send(drip, { timeoutMs: 100 })).toEqual({ statusCode: 200 });
  });

  it('fails when the receiver sends more headers than anybody needs', async () => {
    const port = await anHttpsServer((_request, response) => {
      response.writeHead(200, { 'x-large': 'a'.repeat(20_000) }).end();
    });
    expect(await send(port)).toEqual({ error: 'connection_failed' });
  });

  it('fails when the receiver closes the connection, or is not there', async () => {
    const closing = await anHttpsServer((request) => request.socket.destroy());
    expect(await send(closing)).toEqual({ error: 'connection_failed' });
    const gone = createTcpServer();
    const port = await portOf(gone);
    servers.pop();
    await new Promise((resolve) => gone.close(resolve));
    expect(await send(port)).toEqual({ error: 'connection_failed' });
  });

  it('fails when the certificate is of another name, or of nobody who is trusted', async () => {
    const port = await anHttpsServer((_request, response) => response.end());
    expect(await send(port, {}, 'other.example.com')).toEqual({ error: 'certificate_not_valid' });
    const { ca: _ca, ...untrusted } = { ca: undefined };
    const plain = createHttpsWebhookSender({
      allowedHosts: [],
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      isAllowedAddress: () => true,
      ...untrusted,
    });
    const url = `https://${CERTIFICATE.name}:${port}/`;
    expect(await plain.send({ url, headers: {}, body: '' })).toEqual({ error: 'certificate_not_valid' });
  });
});

describe('a request that would leave the public internet', () => {
  it.each([
    ['127.0.0.1', 4],
    ['169.254.169.254', 4],
    ['::1', 6],
    ['::ffff:10.0.0.1', 6],
  ])('is not sent to a name that resolves to %s', async (address, family) => {
    let connections = 0;
    const server = createTcpServer(() => {
      connections += 1;
    });
    const port = await portOf(server);
    const sent = createHttpsWebhookSender({ allowedHosts: [], resolve: async () => [{ address, family }] });
    expect(await sent.send({ url: `https://hooks.example.com:${port}/`, headers: {}, body: '' })).toEqual({
      error: 'address_not_allowed',
    });
    expect(connections).toBe(0);
  });

  it('is not sent where one of several addresses is private', async () => {
    const resolve = async () => [
      { address: '1.1.1.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    const sent = createHttpsWebhookSender({ allowedHosts: [], resolve });
    expect(await sent.send({ url: 'https://hooks.example.com/', headers: {}, body: '' })).toEqual({
      error: 'address_not_allowed',
    });
  });

  it('connects to the address that was checked: a name is resolved once for each request', async () => {
    const port = await anHttpsServer((_request, response) => response.end());
    const answers = ['127.0.0.1', '169.254.169.254'];
    let lookups = 0;
    const resolve = async () => {
      const address = answers[lookups] ?? '';
      lookups += 1;
      return [{ address, family: 4 }];
    };
    expect(await send(port, { resolve })).toEqual({ statusCode: 200 });
    expect(lookups).toBe(1);
  });

  it('is not sent to an address that the URL has, which no name resolves to', async () => {
    const sent = createHttpsWebhookSender({ allowedHosts: [] });
    for (const url of ['https://127.0.0.1/', 'http://hooks.example.com/', 'https://[::1]/'])
      expect(await sent.send({ url, headers: {}, body: '' })).toEqual({ error: 'address_not_allowed' });
  });

  it('is not sent to a name that does not resolve', async () => {
    const resolve = async () => {
      throw new Error('ENOTFOUND');
    };
    const sent = createHttpsWebhookSender({ allowedHosts: [], resolve });
    expect(await sent.send({ url: 'https://hooks.example.com/', headers: {}, body: '' })).toEqual({
      error: 'name_not_resolved',
    });
  });
});

it('a host that the config allows is reached without TLS, as a receiver on a laptop', async () => {
  const port = await portOf(createHttpServer((_request, response) => response.writeHead(202).end()));
  const sent = createHttpsWebhookSender({ allowedHosts: ['127.0.0.1'] });
  expect(await sent.send({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' })).toEqual({
    statusCode: 202,
  });
});
