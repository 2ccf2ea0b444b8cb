/** Stands for the session of a client token, whose id is in no path. */
export const OWN = 'own';

/**
 * Returns the address for a client token of a call that people and backends make: each has its counterpart
 * below `/client-session`, with the same body and answer.
 */
export const clientSessionUrl = (url: string): string =>
  url
    .replace(`/verification-sessions/${OWN}`, '/client-session')
    .replace('/consent-texts/', '/client-session/consent-texts/');

/** A fetch for the client of the API by which a client token makes the calls of its session. */
export async function clientSessionFetch(request: Request): Promise<Response> {
  // a request with another address would stream its body, which HTTP/1.1 cannot
  const body = request.method === 'GET' ? null : await request.text();
  return fetch(clientSessionUrl(request.url), {
    method: request.method,
    headers: request.headers,
    body: body === '' ? null : body,
    signal: request.signal,
  });
}
