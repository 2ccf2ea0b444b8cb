/** A call that hung until its timeout. */
export class CallExpired extends Error {
  override readonly name = 'CallExpired';
}

/** Rejects when the signal aborts, for calls that ignore it. */
export function expiry(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const expire = () => reject(new CallExpired('a call took too long to answer'));
    if (signal.aborted) expire();
    else signal.addEventListener('abort', expire, { once: true });
  });
}
