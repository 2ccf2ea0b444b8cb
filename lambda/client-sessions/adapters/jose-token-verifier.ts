import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Clock } from '../../kernel/ports/clock.ts';
import { issuerOf } from '../../signing/domain/issuer.ts';
import type { SigningKeys } from '../../signing/ports/signing-keys.ts';
import { CLIENT_TOKEN_TYPE, clientAudienceOf, clientTokenClaims } from '../domain/client-token.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';

/** Time for which keys are kept: a key that an operator disables is refused after it. */
const KEYS_KEPT_MS = 300_000;

/**
 * Verifies client tokens by jose, and not by our own reading of our own tokens: one algorithm, one type, one
 * issuer, one audience, and a time that has not come.
 * @param stage that issues them
 */
export function createJoseTokenVerifier(keys: SigningKeys, stage: string, clock: Clock): TokenVerifier {
  let known:
    | { readonly set: Promise<ReturnType<typeof createLocalJWKSet>>; readonly until: number }
    | undefined;
  const keySet = () => {
    const now = clock().getTime();
    if (known && now < known.until) return known.set;
    const set = keys.list().then((list) => createLocalJWKSet({ keys: [...list] } as JSONWebKeySet));
    known = { set, until: now + KEYS_KEPT_MS };
    // the next request asks again
    set.catch(() => {
      known = undefined;
    });
    return set;
  };
  return {
    async verify(token) {
      const set = await keySet();
      try {
        const { payload } = await jwtVerify(token, set, {
          algorithms: ['ES256'],
          typ: CLIENT_TOKEN_TYPE,
          issuer: issuerOf(stage),
          audience: clientAudienceOf(stage),
          requiredClaims: ['sub', 'tenant', 'iat', 'exp'],
          currentDate: clock(),
        });
        const claims = clientTokenClaims.safeParse(payload);
        return claims.success ? claims.data : undefined;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
