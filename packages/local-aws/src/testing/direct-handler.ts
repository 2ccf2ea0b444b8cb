import type { Dispatcher } from '../dispatcher.ts';

/** The request as an SDK client has built it; only what the local cloud reads. */
export interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An SDK client's `requestHandler`. */
export interface DirectHandler {
  handle(request: SdkRequest): Promise<{ readonly response: SdkResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/**
 * Answers an SDK client's requests by a call instead of a socket. Serialization, routing, the emulator and
 * its errors are the same; what is saved is a third of the CPU time, in tests that make thousands of
 * requests.
 */
export function directHandler(dispatch: Dispatcher['handle']): DirectHandler {
  return {
    handle: async ({ method, protocol, hostname, path, headers, body = '' }) => {
      if (typeof body !== 'string' && !(body instanceof Uint8Array))
        throw new Error('a direct request carries its whole body: streams need the server');
      const answer = await dispatch({
        method,
        url: new URL(`${protocol}//${hostname}${path}`),
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body: bytesOf(body),
      });
      return {
        response: {
          statusCode: answer.status,
          headers: Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
          ),
          body: Buffer.from(answer.body),
        },
      };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

/** The bytes of a body, of which the SDK warns when it is asked as a string, and so by `Buffer.from`. */
const bytesOf = (body: string | Uint8Array): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
