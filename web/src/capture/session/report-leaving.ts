/**
 * Reports that the person closes the page, which a page can do only by a request that outlives it.
 * @param sessionUrl address of the session with the API
 */
export function reportLeaving(sessionUrl: string, token: string): void {
  void fetch(`${sessionUrl}/interruption`, {
    method: 'POST',
    keepalive: true,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ reason: 'user_canceled' }),
  }).catch(() => {
    // nobody is left who could be told
  });
}
