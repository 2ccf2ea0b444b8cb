import type { HttpRequest } from './dispatcher.ts';
import type { CloudResponse } from './emulator.ts';

type Handle = (request: HttpRequest) => Promise<CloudResponse>;

/** Origin of a page on any port of this machine, such as that of a development server. */
const PAGE_OF_THIS_MACHINE = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Lets pages on any port of this machine call what one origin of the templates may. A template lists whole
 * origins, and nobody knows on which port a development server will listen.
 */
export function servePages(allowedOrigin: string, handle: Handle): Handle {
  return async (request) => {
    const { origin } = request.headers;
    if (origin === undefined || !PAGE_OF_THIS_MACHINE.test(origin)) return handle(request);
    const response = await handle({
      ...request,
      headers: { ...request.headers, origin: allowedOrigin },
      ...(request.rawHeaders ? { rawHeaders: withOrigin(request.rawHeaders, allowedOrigin) } : {}),
    });
    const headers = Object.entries(response.headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'access-control-allow-origin' && value === allowedOrigin ? origin : value,
    ]);
    return { ...response, headers: Object.fromEntries(headers) };
  };
}

/** Names and values take turns. */
const withOrigin = (rawHeaders: readonly string[], origin: string): string[] =>
  rawHeaders.map((text, index) =>
    rawHeaders[index - 1]?.toLowerCase() === 'origin' && index % 2 === 1 ? origin : text,
  );
