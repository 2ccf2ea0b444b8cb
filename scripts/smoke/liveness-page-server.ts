import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  livenessPageFiles,
  type PageFile,
  type PageOutcome,
  type PageSession,
} from '@face-idv/local-rekognition/testing/liveness-page/page-files';
import { z } from 'zod';

/** An outcome is a few lines of text. */
const MAX_OUTCOME_BYTES = 10_000;

const pageOutcome = z.object({
  kind: z.enum(['complete', 'error', 'canceled']),
  state: z.string().exactOptional(),
  name: z.string().exactOptional(),
  message: z.string().exactOptional(),
});

export interface LivenessPageEvents {
  readonly onOpen: () => void;
  readonly onOutcome: (outcome: PageOutcome) => void;
}

export interface LivenessPageServer {
  readonly url: string;
  close(): void;
}

/**
 * Serves the page of one liveness check to browsers of this machine, which give their camera to it without
 * TLS. Its path is a secret, since the page gets the credentials of the check.
 */
export async function serveLivenessPage(
  session: PageSession,
  { onOpen, onOutcome }: LivenessPageEvents,
): Promise<LivenessPageServer> {
  const base = `/${randomUUID()}/`;
  const files = await livenessPageFiles();
  const answer = async (request: IncomingMessage): Promise<PageFile | undefined> => {
    const path = request.url ?? '';
    if (!path.startsWith(base)) return undefined;
    const name = path.slice(base.length);
    if (name === 'session.json') {
      onOpen();
      return { type: 'application/json', body: JSON.stringify(session) };
    }
    if (name !== 'outcome' || request.method !== 'POST') return files.get(name);
    onOutcome(pageOutcome.parse(await readJson(request)));
    return { type: 'application/json', body: '{}' };
  };
  const server = createServer(async (request, response) => {
    const file = await answer(request).catch(() => undefined);
    if (file)
      response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' }).end(file.body);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${base}`,
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_OUTCOME_BYTES) throw new Error('the outcome is too long');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
