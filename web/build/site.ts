/**
 * What a server of the pages must know, written beside them as `site.json`: the local stack and the
 * template of the distribution read the same file, so a page that works on a laptop works under the same
 * rules in AWS.
 */
export interface Site {
  /** Path of a page without a trailing slash -> its file; paths below it belong to the page as well. */
  readonly pages: Readonly<Record<string, string>>;
  /** File that answers, with status 404, where there is nothing else. */
  readonly notFound: string;
  /** Headers of every response, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Content-Security-Policy. `{connect}` and `{images}` stand for origins that a deployment adds: its API,
   * user pool, liveness stream and buckets.
   */
  readonly contentSecurityPolicy: string;
}

/**
 * Sources of each kind. Styles may be inline, because the liveness component and Cloudscape set them; scripts
 * may not. TensorFlow compiles WebAssembly, the liveness component records into a blob, and shows a photo of
 * the document from one.
 */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self' data:",
  'connect-src': "'self' {connect}",
  'img-src': "'self' data: blob: {images}",
  'media-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

export const SITE: Site = {
  pages: {
    '/capture': 'capture/index.html',
    '/console': 'console/index.html',
    '/ops': 'ops/index.html',
  },
  notFound: 'not-found.html',
  headers: {
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=()',
    // a capture link is a secret of its session
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  },
  contentSecurityPolicy: Object.entries(POLICY)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; '),
};
