import { z } from 'zod';

/** How a verification goes on with another device. */
export const captureSchema = z.strictObject({
  /** Page of the web app that a capture link opens, without a fragment, which the link's secret is. */
  pageUrl: z.url({ protocol: /^https?$/ }),
  /**
   * Links exchanged per second by all tenants, above which API Gateway answers 429: anybody may call that
   * route. A person exchanges one per verification.
   */
  exchangesPerSecond: z.number().positive().max(1000).default(10),
});

interface CaptureConfig {
  readonly capture: z.infer<typeof captureSchema>;
  readonly api: { readonly allowedOrigins: readonly string[] };
}

/** Findings on the page: it could not call the API, its fragment is taken, or it has no TLS. */
export function captureProblems({ capture: { pageUrl }, api }: CaptureConfig) {
  // the schema has said so
  if (!URL.canParse(pageUrl)) return [];
  const { origin, hash, protocol, hostname } = new URL(pageUrl);
  const found: readonly (readonly [boolean, string])[] = [
    [
      !api.allowedOrigins.includes(origin),
      `"${origin}" is not in api.allowedOrigins, so the page could not call the API; add it`,
    ],
    [hash !== '', `"${pageUrl}" has a fragment, which is where the secret goes; remove it`],
    [
      protocol !== 'https:' && hostname !== 'localhost',
      `"${pageUrl}" would take a secret without TLS; use https`,
    ],
  ];
  return found.flatMap(([isWrong, message]) => (isWrong ? [{ path: ['capture', 'pageUrl'], message }] : []));
}
