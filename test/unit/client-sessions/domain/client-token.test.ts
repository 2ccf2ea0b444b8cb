import { expect, it } from 'vitest';
import {
  claimsOf,
  clientAudienceOf,
  clientTokenClaims,
  RESULT_READABLE_MS,
  tokenExpiry,
} from '../../../../lambda/client-sessions/domain/client-token.ts';
import { TENANT_PATTERN } from '../../../../lambda/kernel/tenancy.ts';
import { aTokenSession } from '../../../support/lambda/a-client-token.ts';

it('the claims of a session are the same each time, and valid', () => {
  const session = aTokenSession();
  const claims = claimsOf(session, 'test');
  expect(claims).toEqual({
    iss: 'face-idv-test',
    aud: 'face-idv-test/client-session',
    sub: session.id,
    tenant: 'acme',
    iat: Date.parse(session.created_at) / 1000,
    exp: Date.parse(session.expires_at) / 1000 + 86_400,
  });
  expect(claimsOf({ ...session }, 'test')).toEqual(claims);
  expect(clientTokenClaims.parse(claims)).toEqual(claims);
});

it('a token outlives the session by the day in which its result may be read', () => {
  const session = aTokenSession();
  expect(tokenExpiry(session).getTime() - Date.parse(session.expires_at)).toBe(RESULT_READABLE_MS);
});

it('no tenant is named like the audience, which is that of proofs', () => {
  expect(clientAudienceOf('prod')).not.toMatch(TENANT_PATTERN);
});

it.each([
  ['sub', 'customer-4711'],
  ['sub', 'vs_01kjq8w0g3x7c9v2m5n8b4t6rd#x'],
  ['tenant', 'acme#other'],
  ['tenant', undefined],
])('claims with the %s %s are not valid', (name, value) => {
  expect(clientTokenClaims.safeParse({ ...claimsOf(aTokenSession(), 'test'), [name]: value }).success).toBe(
    false,
  );
});
