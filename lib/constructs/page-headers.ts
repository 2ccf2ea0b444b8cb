import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersPolicyProps,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Site } from '../web.ts';

/** Origins that a page of a deployment may ask, and show images of. */
export interface PageOrigins {
  readonly connect: readonly string[];
  readonly images: readonly string[];
}

/**
 * Returns the headers of a build of the pages as CloudFront takes them: those that it calls security
 * headers are refused as custom ones.
 * @throws Error for a security header of the build that has no place here
 */
export function pageHeaders(site: Site, origins: PageOrigins): ResponseHeadersPolicyProps {
  const { headers } = site;
  const known = [
    'referrer-policy',
    'strict-transport-security',
    'x-content-type-options',
    'x-frame-options',
  ] as const;
  for (const name of known) if (headers[name] === undefined) throw new Error(`the pages have no ${name}`);
  const maxAge = Number(/max-age=(\d+)/.exec(headers['strict-transport-security'] ?? '')?.[1]);
  const custom = Object.entries(headers).filter(([name]) => !(known as readonly string[]).includes(name));
  return {
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: site.contentSecurityPolicy
          .replace('{connect}', origins.connect.join(' '))
          .replace('{images}', origins.images.join(' ')),
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.seconds(maxAge),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: custom.map(([header, value]) => ({ header, value, override: true })),
    },
  };
}
