import { answerOf, apiClient } from '@face-idv/client';

/** The REST API for one caller, by paths that are made at run time. */
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

/** The client's calls by any path: commands and tests make theirs from ids, queries and names of roles. */
interface CallsByPath {
  GET(path: string, options: object): Promise<Answer>;
  POST(path: string, options: object): Promise<Answer>;
  DELETE(path: string, options: object): Promise<Answer>;
}
interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Opens the API for a caller; a refusal is thrown as an ApiProblem, and no request is repeated.
 * @param apiUrl with the stage, as in the stack's output
 * @param accessToken called before every request, so that a long demo outlives a short-lived token
 */
export function verificationApi(apiUrl: string, accessToken: () => Promise<string>): VerificationApi {
  const calls = apiClient({ apiUrl, accessToken, maxRequests: 1 }) as unknown as CallsByPath;
  return {
    get: async <T>(path: string) => (await answerOf(calls.GET(path, {}))) as T,
    post: async <T>(path: string, body?: unknown, reason?: string, key?: string) => {
      const headers = { ...auditReason(reason), ...(key === undefined ? {} : { 'idempotency-key': key }) };
      return (await answerOf(calls.POST(path, { body: body ?? {}, headers }))) as T;
    },
    delete: async (path, reason) => {
      await answerOf(calls.DELETE(path, { headers: auditReason(reason) }));
    },
  };
}

const auditReason = (reason?: string): Readonly<Record<string, string>> =>
  reason === undefined ? {} : { 'audit-reason': encodeURIComponent(reason) };
