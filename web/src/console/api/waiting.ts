/** Resolves after a time, or as soon as nobody waits any more. */
export const passed = (ms: number, left: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    left.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Resolves once the browser shows the tab, or nobody waits any more: nobody reads a hidden page. */
export const untilShown = (
  left: AbortSignal,
  page: Pick<Document, 'hidden' | 'addEventListener'> = document,
): Promise<void> =>
  new Promise((resolve) => {
    if (!page.hidden || left.aborted) return resolve();
    const seen = new AbortController();
    const finish = (): void => {
      seen.abort();
      resolve();
    };
    page.addEventListener('visibilitychange', () => !page.hidden && finish(), { signal: seen.signal });
    left.addEventListener('abort', finish, { signal: seen.signal });
  });
