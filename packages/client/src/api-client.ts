import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api.d.ts';
import { problemOf } from './api-problem.ts';
import { MAX_REQUESTS, type RepeatingFetchOptions, repeatingFetch } from './repeating-fetch.ts';
import { wait } from './wait.ts';

/** Typed calls of the API: `GET`, `POST` and `DELETE` of every path in the contract. */
export type ApiClient = Client<paths>;

export interface ApiClientOptions {
  /** Address of the API with its version: the output `ApiUrl`, such as `https://api.example.com/v1`. */
  readonly apiUrl: string;
  /** Returns the access token, a client token or the backend's; called before every request. */
  readonly accessToken: () => string | Promise<string>;
  /** @default globalThis.fetch */
  readonly fetch?: RepeatingFetchOptions['fetch'];
  /** @default a timer */
  readonly wait?: RepeatingFetchOptions['wait'];
  /** @default Math.random */
  readonly random?: () => number;
  /** Requests in all for one call; 1 repeats none. @default 4 */
  readonly maxRequests?: number;
  /** Returns a new Idempotency-Key. @default crypto.randomUUID, which browsers have on secure pages only */
  readonly newKey?: () => string;
}

/**
 * Creates a client of the API for one caller. It sends the token, gives every POST an Idempotency-Key of
 * its own unless the caller does, and repeats requests after outages and refusals that pass.
 */
export function apiClient(options: ApiClientOptions): ApiClient {
  const { apiUrl, accessToken, newKey = () => crypto.randomUUID() } = options;
  const client = createClient<paths>({
    baseUrl: apiUrl.replace(/\/$/, ''),
    fetch: repeatingFetch({
      fetch: options.fetch ?? ((request) => fetch(request)),
      wait: options.wait ?? wait,
      random: options.random ?? Math.random,
      maxRequests: options.maxRequests ?? MAX_REQUESTS,
    }),
  });
  client.use({
    async onRequest({ request }) {
      request.headers.set('authorization', `Bearer ${await accessToken()}`);
      if (request.method === 'POST' && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', newKey());
      return request;
    },
  });
  return client;
}

/** Result of one call of the client. */
interface Result<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Returns the answer of a call: `await answerOf(api.GET('/verification-sessions/{id}', ...))`.
 * @throws ApiProblem if the API refused it
 */
export async function answerOf<Data>(call: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(response, error);
  // a response of 204 has no data, and its type says so
  return data as Data;
}
