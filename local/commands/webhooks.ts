import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { InputError } from '../demo/photo.ts';
import { type VerificationApi, verificationApi } from '../demo/verification-api.ts';
import { demoTokens } from '../start/demo-accounts.ts';
import type { Ending } from '../start/ending.ts';
import type { StackAddress } from '../start/local-stack.ts';
import { findRunningStack } from '../start/running-stack.ts';

/** The one address that the config of the laptop lets webhooks reach. */
const HOST = '127.0.0.1';
const PATH = '/webhooks';

interface Endpoint {
  readonly id: string;
  readonly secret: string;
}
interface Event {
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: unknown;
}

/** Calls the API of a running stack as the backend of its tenant. */
const backendOf = (stack: StackAddress): VerificationApi => {
  const tokens = demoTokens(stack);
  return verificationApi(stack.apiUrl, () => tokens.backend());
};

/**
 * Receives webhooks of the running stack, verifies them with the official library and prints them, until
 * the command is ended, when the endpoint is deleted.
 * @returns URL of the receiver
 * @throws InputError if no stack runs
 */
export async function receiveWebhooks(
  directory: string,
  print: (line: string) => void,
  ending: Pick<Ending, 'onEnd'>,
  backend = backendOf,
): Promise<string> {
  const stack = await findRunningStack(directory);
  if (!stack) throw new InputError('the local cloud is not running; start it with: npm start');
  const api = backend(stack);
  let endpoint: Endpoint | undefined;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const line = endpoint ? describe(body, request.headers, endpoint.secret) : undefined;
    for (const text of line ?? []) print(text);
    response.writeHead(line ? 204 : 400).end();
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  ending.onEnd(async () => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}${PATH}`;
  const created = await api.post<Endpoint>('/webhook-endpoints', {
    url,
    description: 'npm run local -- webhooks',
  });
  endpoint = created;
  ending.onEnd(() => api.delete(`/webhook-endpoints/${created.id}`, 'the receiver has ended'));
  print(`endpoint ${created.id} sends every event to ${url}; end with Ctrl-C`);
  return url;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Returns the lines of a webhook; undefined if no signature of it is of the secret. */
function describe(body: string, headers: IncomingMessage['headers'], secret: string): string[] | undefined {
  try {
    const event = new Webhook(secret).verify(body, headers as Record<string, string>) as Event;
    return [`${event.time}  ${event.type}  ${event.subject}`, `  ${JSON.stringify(event.data)}`];
  } catch {
    return undefined;
  }
}
