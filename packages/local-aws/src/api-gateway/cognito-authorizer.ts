import type { CognitoAuthorizer } from './authorizers.ts';
import { GatewayError } from './gateway-response.ts';
import { type GatewayRequest, headerValue } from './request.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Checks signature and expiry of a token. @throws Error if either is invalid */
export type VerifyToken = (token: string) => Promise<Claims> | Claims;

/** Claims that REST APIs hand on as dates in words instead of numbers. */
const DATE_CLAIMS: readonly string[] = ['exp', 'iat'];

/**
 * Lets a request pass that carries a token of one of the pools: an ID
 * token, or where the method has scopes an access token with one of them.
 * @returns the claims as REST APIs put them into events: every value a string.
 * @throws GatewayError UNAUTHORIZED
 */
export async function authorizeByCognito(
  authorizer: CognitoAuthorizer,
  request: GatewayRequest,
  verifyToken: VerifyToken,
): Promise<Record<string, string>> {
  const token = headerValue(request, authorizer.headerName)?.replace(/^Bearer\s+/i, '');
  if (!token) throw new GatewayError('UNAUTHORIZED');
  const claims = await verified(token, verifyToken);
  const poolId =
    String(claims.iss ?? '')
      .split('/')
      .at(-1) ?? '';
  if (!authorizer.userPoolIds.includes(poolId)) throw new GatewayError('UNAUTHORIZED');
  if (authorizer.scopes.length === 0) {
    if (claims.token_use !== 'id') throw new GatewayError('UNAUTHORIZED');
  } else {
    const held = claims.token_use === 'access' ? String(claims.scope ?? '').split(' ') : [];
    if (!authorizer.scopes.some((scope) => held.includes(scope))) throw new GatewayError('UNAUTHORIZED');
  }
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(name, value)]));
}

async function verified(token: string, verifyToken: VerifyToken): Promise<Claims> {
  try {
    return await verifyToken(token);
  } catch (error) {
    const expired = error instanceof Error && /expired/i.test(error.message);
    throw expired
      ? new GatewayError('UNAUTHORIZED', 'The incoming token has expired')
      : new GatewayError('UNAUTHORIZED');
  }
}

function claimText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  if (DATE_CLAIMS.includes(name) && typeof value === 'number') return dateText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `Sun Nov 22 21:30:27 UTC 2026` */
function dateText(epochSeconds: number): string {
  const [day = '', date, month, year, time] = new Date(epochSeconds * 1000).toUTCString().split(' ');
  return `${day.replace(',', '')} ${month} ${date} ${time} UTC ${year}`;
}
