import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { CloudResponse, HttpRequest } from '@face-idv/local-aws';

/** Rules for a server of the pages, as their build writes them into `site.json`. */
interface Site {
  readonly pages: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentSecurityPolicy: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  // a browser compiles WebAssembly while it loads only if it is named so
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Folders of files that have a hash in their name, or are replaced with the page that loads them. */
const ASSETS = ['/assets/', '/liveness/', '/icon.svg'];

export type ServePages = (request: HttpRequest) => Promise<CloudResponse | undefined>;

/**
 * Serves the pages as the distribution in AWS does: the same files, headers and content security policy.
 * @param folder that {@link buildPages} returned
 * @param configOf config of the deployment for a page of this host, served as `/config.json`
 * @returns nothing for a request that is for another service
 */
export async function serveSite(folder: string, configOf: (host: string) => unknown): Promise<ServePages> {
  const site = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8')) as Site;
  const fileOf = (path: string): string | undefined => {
    if (ASSETS.some((asset) => path.startsWith(asset))) return normalize(path);
    const page = Object.keys(site.pages).find((one) => path === one || path.startsWith(`${one}/`));
    return page && site.pages[page];
  };
  return async ({ method, url, headers }) => {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const { pathname } = url;
    if (pathname === '/' && isBrowser(url, headers)) return toConsole();
    const host = headers.host ?? 'localhost';
    if (pathname === '/config.json') return ok('.json', JSON.stringify(configOf(host)), site, host);
    const file = fileOf(pathname);
    if (file === undefined) return undefined;
    const body = await readFile(join(folder, file)).catch(() => undefined);
    return body ? ok(extname(file), body, site, host) : { status: 404, headers: {}, body: '' };
  };
}

/**
 * Whether somebody has opened the origin in a browser. The AWS CLI and SDKs ask the same path for the
 * buckets, and for no HTML.
 */
const isBrowser = (url: URL, headers: HttpRequest['headers']): boolean =>
  headers.accept?.includes('text/html') === true &&
  headers.authorization === undefined &&
  !url.searchParams.has('X-Amz-Signature');

const toConsole = (): CloudResponse => ({ status: 302, headers: { location: '/console' }, body: '' });

function ok(extension: string, body: string | Buffer, site: Site, host: string): CloudResponse {
  // a browser would ask TLS of every other server on this machine for two years
  const { 'strict-transport-security': _, ...headers } = site.headers;
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
      'content-security-policy': localPolicy(site.contentSecurityPolicy, host),
      // a page is read again after a new build
      'cache-control': 'no-cache',
    },
    body,
  };
}

/**
 * Everything of a local stack has the origin of the page, whose `'self'` leaves out WebSockets without TLS in
 * some browsers.
 */
const localPolicy = (policy: string, host: string): string =>
  policy.replace('{connect}', `ws://${host} wss://${host}`).replace(' {images}', '');
