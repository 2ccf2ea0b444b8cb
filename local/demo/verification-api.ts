import { randomUUID } from 'node:crypto';

/** A problem (RFC 9457) returned by the API. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  /** Seconds after which the same request may succeed, if the API says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The REST API for one caller. */
export interface VerificationApi {
  get<T>(path: string): Promise<T>;
  /**
   * Sends a fresh Idempotency-Key unless it is given one, so that every call without is a new request.
   * @param reason why an operator does it, for the audit entry
   * @param key Idempotency-Key, for a request that may be sent again
   */
  post<T>(path: string, body?: unknown, reason?: string, key?: string): Promise<T>;
  /** @param reason why an operator deletes, for the audit entry */
  delete(path: string, reason: string): Promise<void>;
}

/**
 * @param apiUrl with the stage and a trailing slash, as in the stack's output
 * @param accessToken called before every request, so that a long demo outlives a short-lived token
 */
export function verificationApi(apiUrl: string, accessToken: () => Promise<string>): VerificationApi {
  const request = async (
    method: string,
    path: string,
    body?: unknown,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> => {
    const response = await fetch(new URL(path.replace(/^\//, ''), apiUrl), {
      method,
      headers: {
        authorization: `Bearer ${await accessToken()}`,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...more,
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  return {
    get: async <T>(path: string) => (await (await request('GET', path)).json()) as T,
    post: async <T>(path: string, body?: unknown, reason?: string, key: string = randomUUID()) => {
      const headers = { ...auditReason(reason), 'idempotency-key': key };
      return (await (await request('POST', path, body, headers)).json()) as T;
    },
    delete: async (path, reason) => {
      await request('DELETE', path, undefined, auditReason(reason));
    },
  };
}

const auditReason = (reason?: string): Readonly<Record<string, string>> =>
  reason === undefined ? {} : { 'audit-reason': encodeURIComponent(reason) };

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  try {
    const { code, title, detail } = JSON.parse(text) as { code?: string; title?: string; detail?: string };
    return new ApiProblem(response.status, code ?? 'unknown', detail ?? title ?? text, retryAfter);
  } catch {
    return new ApiProblem(response.status, 'unknown', text.slice(0, 200), retryAfter);
  }
}
