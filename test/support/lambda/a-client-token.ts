import { sign } from 'node:crypto';
import {
  CLIENT_TOKEN_TYPE,
  claimsOf,
  type TokenSession,
} from '../../../lambda/client-sessions/domain/client-token.ts';
import type { SigningKey } from '../../../lambda/signing/contract.ts';
import { signingInput, thumbprintOf } from '../../../lambda/signing/domain/json-web-signature.ts';
import { aKmsKey, type KmsKey } from './a-kms-key.ts';
import { minutesAfter, NOON, TENANT } from './builders.ts';

export const aTokenSession = (changes: Partial<TokenSession> = {}): TokenSession => ({
  tenant: TENANT,
  id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rd',
  created_at: NOON.toISOString(),
  expires_at: minutesAfter(60).toISOString(),
  ...changes,
});

/** The key of a stage with its public half as the key set has it. */
export function aSigningKey(): KmsKey & { readonly jwk: SigningKey } {
  const pair = aKmsKey();
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x,
    y,
    kid: thumbprintOf({ x, y }),
    use: 'sig',
    alg: 'ES256',
  } as const;
  return { ...pair, jwk };
}

/** Signs claims as the product does; any part of it can be replaced. */
export function signedBy(
  { privateKey, jwk }: ReturnType<typeof aSigningKey>,
  claims: object = claimsOf(aTokenSession(), 'test'),
  header: object = {},
): string {
  const input = signingInput({ alg: 'ES256', typ: CLIENT_TOKEN_TYPE, kid: jwk.kid, ...header }, claims);
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
