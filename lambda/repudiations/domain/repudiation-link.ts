import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { ID_PREFIXES, identifierPattern } from '../../kernel/identifier.ts';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { TENANT_PATTERN } from '../../kernel/tenancy.ts';

/** Random bytes of a secret: 256 bits cannot be guessed. */
export const SECRET_BYTES = 32;
/** A notice may lie unread for a while; NIST SP 800-63A-4 (3.10) names no time. */
const LINK_LIFETIME_MS = rowLifetimeMs('repudiationLink');

/** A link without its secret, which is known to the backend that asked for it and to its person. */
export const repudiationLink = z.object({
  id: z.string(),
  tenant: z.string(),
  user_id: z.string(),
  secret_sha256: z.string(),
  expires_at: z.iso.datetime(),
  /** Hash of the Idempotency-Key of the request that used it; absent until then. */
  used_by: z.optional(z.string()),
});
export type RepudiationLink = z.infer<typeof repudiationLink>;

/** Place of the link of a token, and by what it is recognized there. */
export interface TokenPlace {
  readonly tenant: string;
  readonly id: string;
  readonly secret_sha256: string;
}

const TOKEN = /^([^.]+)\.([^.]+)\.([A-Za-z0-9_-]{43})$/;
const LINK_ID = identifierPattern(ID_PREFIXES.repudiationLink);

/** Returns the text of a token: tenant and link, below whose key it is kept, and the random part. */
export const tokenOf = ({ tenant, id }: Pick<RepudiationLink, 'tenant' | 'id'>, random: Uint8Array): string =>
  `${tenant}.${id}.${Buffer.from(random).toString('base64url')}`;

/** Returns the place of a token's link; undefined for any other text. */
export function placeOf(token: string): TokenPlace | undefined {
  const [, tenant = '', id = '', random = ''] = TOKEN.exec(token) ?? [];
  if (!TENANT_PATTERN.test(tenant) || !LINK_ID.test(id)) return undefined;
  return { tenant, id, secret_sha256: sha256(random) };
}

/** Makes the link of a token. */
export const linkOf = (
  about: Pick<RepudiationLink, 'tenant' | 'id' | 'user_id'>,
  token: string,
  now: Date,
): RepudiationLink => ({
  ...about,
  secret_sha256: placeOf(token)?.secret_sha256 ?? '',
  expires_at: new Date(now.getTime() + LINK_LIFETIME_MS).toISOString(),
});

/**
 * Returns the link as it is after a request has used it.
 * @param key Idempotency-Key of the request: the same request may be repeated
 * @returns undefined for a link that is unknown, expired or was used by another request
 */
export function usedBy(
  link: RepudiationLink | undefined,
  { secret_sha256 }: TokenPlace,
  key: string,
  now: Date,
): RepudiationLink | undefined {
  if (!link || link.secret_sha256 !== secret_sha256) return undefined;
  if (Date.parse(link.expires_at) <= now.getTime()) return undefined;
  const used_by = sha256(key);
  if (link.used_by !== undefined && link.used_by !== used_by) return undefined;
  return { ...link, used_by };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
