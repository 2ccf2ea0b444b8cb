import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { ID_PREFIXES, identifierPattern } from '../../kernel/identifier.ts';
import { TENANT_PATTERN } from '../../kernel/tenancy.ts';

/** Random bytes of a secret: 256 bits cannot be guessed. */
export const SECRET_BYTES = 32;
/** Long enough to take out a phone; the page shows another link afterwards. */
export const LINK_LIFETIME_MS = 600_000;
/** Links of a session that can be used at a time: another one replaces the oldest. */
export const MAX_LINKS = 3;

/** A link without its secret, which is known to the page that asked for it and to nothing else. */
const captureLink = z.object({
  id: z.string(),
  secret_sha256: z.string(),
  expires_at: z.iso.datetime(),
  /** Hash of the Idempotency-Key of the request that used it; absent until then. */
  used_by: z.optional(z.string()),
});

/** The links of a session, oldest first. */
export const captureLinks = z.object({
  links: z.array(captureLink),
  /** Number of changes so far, by which two writers notice each other. */
  revision: z.int(),
});
export type CaptureLinks = z.infer<typeof captureLinks>;

export const NO_LINKS: CaptureLinks = { links: [], revision: 0 };

/** Where the link of a secret is kept, and by what it is found there. */
export interface LinkPlace {
  readonly tenant: string;
  readonly session_id: string;
  readonly secret_sha256: string;
}

const SECRET = /^([^.]+)\.([^.]+)\.([A-Za-z0-9_-]{43})$/;
const SESSION_ID = identifierPattern(ID_PREFIXES.verificationSession);

/** Returns the text of a secret: tenant and session, below whose key it is kept, and the random part. */
export const secretOf = (tenant: string, sessionId: string, random: Uint8Array): string =>
  `${tenant}.${sessionId}.${Buffer.from(random).toString('base64url')}`;

/** Returns the place of a secret's link; undefined for any other text. */
export function placeOf(secret: string): LinkPlace | undefined {
  const [, tenant = '', session_id = '', random = ''] = SECRET.exec(secret) ?? [];
  if (!TENANT_PATTERN.test(tenant) || !SESSION_ID.test(session_id)) return undefined;
  return { tenant, session_id, secret_sha256: sha256(random) };
}

/** Returns the page's address with a secret, in the fragment, which no server and no log gets. */
export const linkAddress = (pageUrl: string, secret: string): string => `${pageUrl}#capture=${secret}`;

/**
 * Returns the links with another one, which replaces the one with the same id.
 * @returns undefined if that one was used
 */
export function withLink(
  { links, revision }: CaptureLinks,
  id: string,
  secret: string,
  now: Date,
): CaptureLinks | undefined {
  if (links.some((link) => link.id === id && link.used_by !== undefined)) return undefined;
  const secret_sha256 = placeOf(secret)?.secret_sha256 ?? '';
  const expires_at = new Date(now.getTime() + LINK_LIFETIME_MS).toISOString();
  const others = unexpired(links, now).filter((link) => link.id !== id);
  return { links: [...others, { id, secret_sha256, expires_at }].slice(-MAX_LINKS), revision };
}

/** How a link answers a request that wants to use it. */
export type LinkUse =
  | { readonly kind: 'use'; readonly links: CaptureLinks }
  /** The same request has used it. */
  | { readonly kind: 'repeat' }
  | { readonly kind: 'refuse' };

/** Decides on a request to use a link. @param key Idempotency-Key of the request */
export function useOf(
  { links, revision }: CaptureLinks,
  secret_sha256: string,
  key: string,
  now: Date,
): LinkUse {
  const link = unexpired(links, now).find((one) => one.secret_sha256 === secret_sha256);
  const used_by = sha256(key);
  if (!link) return { kind: 'refuse' };
  if (link.used_by !== undefined) return { kind: link.used_by === used_by ? 'repeat' : 'refuse' };
  return {
    kind: 'use',
    links: { links: links.map((one) => (one === link ? { ...link, used_by } : one)), revision },
  };
}

const unexpired = (links: CaptureLinks['links'], now: Date) =>
  links.filter(({ expires_at }) => Date.parse(expires_at) > now.getTime());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
