import * as z from 'zod/mini';
import { ID_PREFIXES, identifierPattern } from '../../kernel/identifier.ts';
import { TENANT_PATTERN } from '../../kernel/tenancy.ts';
import { issuerOf } from '../../signing/domain/issuer.ts';

/** Header parameter `typ` of a client token (RFC 8725, 3.11): no other token passes for one. */
export const CLIENT_TOKEN_TYPE = 'client-session+jwt';

/**
 * Time from the end of a session's life in which its result may be read: a registration can be resumed for a
 * day after an outage, and a review usually ends within one. Later the backend answers for it.
 */
export const RESULT_READABLE_MS = 86_400_000;

/** A session as its token knows it. */
export interface TokenSession {
  readonly tenant: string;
  readonly id: string;
  readonly created_at: string;
  /** Time until which its person may submit. */
  readonly expires_at: string;
}

/** Claims of a client token as a JWT (RFC 7519): its subject is a session. */
export const clientTokenClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().check(z.regex(identifierPattern(ID_PREFIXES.verificationSession))),
  tenant: z.string().check(z.regex(TENANT_PATTERN)),
  iat: z.int(),
  exp: z.int(),
});
export type ClientTokenClaims = z.infer<typeof clientTokenClaims>;

/** Audience of the client tokens of a stage. That of a proof is a tenant, whose name has no slash. */
export const clientAudienceOf = (stage: string): string => `${issuerOf(stage)}/client-session`;

/** Returns the time at which the token of a session expires. */
export const tokenExpiry = ({ expires_at }: Pick<TokenSession, 'expires_at'>): Date =>
  new Date(Date.parse(expires_at) + RESULT_READABLE_MS);

/** Returns the claims of the token of a session, the same each time. @param stage that issues it */
export const claimsOf = (session: TokenSession, stage: string): ClientTokenClaims => ({
  iss: issuerOf(stage),
  aud: clientAudienceOf(stage),
  sub: session.id,
  tenant: session.tenant,
  iat: epochSeconds(new Date(session.created_at)),
  exp: epochSeconds(tokenExpiry(session)),
});

const epochSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);
