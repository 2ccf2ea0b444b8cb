import type { CloudRequest } from '../emulator.ts';

/** A request as API Gateway hands it to integrations: names spelt as sent, every value kept. */
export interface GatewayRequest {
  readonly id: string;
  readonly method: string;
  /** Path with the stage, as it was sent. */
  readonly fullPath: string;
  /** Path below the stage. */
  readonly path: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
  /** Epoch milliseconds of its arrival. */
  readonly time: number;
}

export function gatewayRequest(request: CloudRequest, stageName: string, time: number): GatewayRequest {
  const query: Record<string, string[]> = {};
  for (const [name, value] of request.url.searchParams) add(query, name, value);
  return {
    id: request.requestId,
    method: request.method,
    fullPath: request.url.pathname,
    path: request.url.pathname.slice(stageName.length + 1) || '/',
    headers: headersOf(request),
    query,
    body: request.body,
    time,
  };
}

/** Returns the first value of a header, ignoring case. */
export function headerValue({ headers }: GatewayRequest, name: string): string | undefined {
  const found = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : headers[found]?.[0];
}

/** Value of a mapping expression such as `method.request.querystring.limit`. */
export function requestValue(
  request: GatewayRequest,
  pathParameters: Readonly<Record<string, string>>,
  expression: string,
): string | undefined {
  const [, place, name = ''] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(expression) ?? [];
  if (place === 'header') return headerValue(request, name);
  return place === 'querystring' ? request.query[name]?.[0] : pathParameters[name];
}

function headersOf({ rawHeaders, headers }: CloudRequest): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  if (rawHeaders) {
    for (let index = 0; index < rawHeaders.length; index += 2) {
      add(result, rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
    }
    return result;
  }
  for (const [name, value] of Object.entries(headers)) result[name] = [value ?? []].flat();
  return result;
}

function add(values: Record<string, string[]>, name: string, value: string): void {
  const list = values[name];
  if (list) list.push(value);
  else values[name] = [value];
}
