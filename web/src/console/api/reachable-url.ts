import type { WebConfig } from '../../config/web-config.ts';

/** Returns a URL that the API has signed as this page reaches it: a local stack has another origin in a network. */
export const reachableUrl = (url: string, { local }: WebConfig, origin: string): string =>
  local && url.startsWith(`${local.endpoint}/`) ? `${origin}${url.slice(local.endpoint.length)}` : url;
