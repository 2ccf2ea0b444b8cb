import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { TokenSigner } from '../signing/ports/token-signer.ts';
import { CLIENT_TOKEN_TYPE, claimsOf, type TokenSession, tokenExpiry } from './domain/client-token.ts';

export interface MintClientTokenDependencies {
  readonly signer: TokenSigner;
  /** Stage of the deployment, which issues the token. */
  readonly stage: string;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** A token as its holder gets it. */
export interface MintedToken {
  readonly client_token: string;
  readonly client_token_expires_at: string;
}

/**
 * Signs the token of a session. Signing again gives the same token another signature: the claims follow from
 * the session, so nothing keeps a token.
 * @returns undefined once it has expired
 */
export async function mintClientToken(
  session: TokenSession,
  { signer, stage, clock, emit }: MintClientTokenDependencies,
): Promise<MintedToken | undefined> {
  const expiry = tokenExpiry(session);
  if (expiry <= clock()) return undefined;
  const client_token = await signer.sign(CLIENT_TOKEN_TYPE, claimsOf(session, stage));
  emit('ClientToken', 1, { Result: 'minted' });
  return { client_token, client_token_expires_at: expiry.toISOString() };
}
