import type { ClientTokenClaims } from '../domain/client-token.ts';

/** Verifies client tokens of this stage. */
export interface TokenVerifier {
  /** Returns the claims of a valid token; undefined for any other text. */
  verify(token: string): Promise<ClientTokenClaims | undefined>;
}
