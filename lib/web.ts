import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** CloudFront takes certificates and web ACLs of this region only. */
export const EDGE_REGION = 'us-east-1';

/** How the pages are served from this account; without it they are served by somebody else, or not at all. */
export const webSchema = z.strictObject({
  /** Domain of the pages; its DNS record points to the output `WebDistributionDomain`. */
  domain: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'domain must be a host name, such as "verify.example.com"'),
  /** Certificate of the domain in ACM, which CloudFront takes from us-east-1 only. */
  certificateArn: z
    .string()
    .regex(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[a-f0-9-]+$/,
      'certificateArn must be that of a certificate in us-east-1, where CloudFront looks for it',
    ),
  /**
   * Requests of one address within five minutes, above which the firewall refuses it. A verification
   * loads some thirty files; people behind one gateway share an address.
   */
  requestsPerFiveMinutes: z.int().min(100).max(2_000_000).default(3000),
  /** Folder of the build, relative to where the app is synthesized: `npm run build -w web`. */
  site: z.string().default('web/dist'),
});

export type WebSettings = z.infer<typeof webSchema>;

interface WebConfig {
  readonly web?: WebSettings | undefined;
  readonly capture: { readonly pageUrl: string };
  readonly api: { readonly allowedOrigins: readonly string[] };
}

/** Findings on the domain: links would open another page, or this one could not call the API. */
export function webProblems({ web, capture: { pageUrl }, api }: WebConfig) {
  if (!web) return [];
  const origin = `https://${web.domain}`;
  const found: { path: string[]; message: string }[] = [];
  if (!api.allowedOrigins.includes(origin))
    found.push({
      path: ['web', 'domain'],
      message: `"${origin}" is not in api.allowedOrigins, so the pages could not call the API; add it`,
    });
  if (pageUrl !== `${origin}/capture`)
    found.push({
      path: ['capture', 'pageUrl'],
      message: `"${pageUrl}" is not the capture page of web.domain; use "${origin}/capture"`,
    });
  return found;
}

/** Rules for a server of the pages, which their build writes beside them. */
const siteSchema = z.object({
  pages: z.record(z.string(), z.string()),
  notFound: z.string(),
  headers: z.record(z.string(), z.string()),
  contentSecurityPolicy: z.string(),
});

export type Site = z.infer<typeof siteSchema>;

/** The pages have not been built where the config says. */
export class MissingSite extends Error {
  override readonly name = 'MissingSite';
}

/**
 * Reads the rules of a build of the pages.
 * @throws MissingSite that says how to build them
 */
export function readSite(folder: string): Site {
  let text: string;
  try {
    text = readFileSync(join(folder, 'site.json'), 'utf8');
  } catch (cause) {
    throw new MissingSite(
      `web.site: "${folder}" has no build of the pages; run npm run build -w web before the synthesis`,
      { cause },
    );
  }
  return siteSchema.parse(JSON.parse(text));
}
