import { describe, expect, it } from 'vitest';
import { poolUserOf } from '../../../../lambda/face-login/domain/pool-user.ts';

const ATTRIBUTES = { sub: 'user-1', 'custom:tenant': 'acme', email: 'ann@example.com' };

describe('the user who signs in', () => {
  it('is named by their tenant and their sub', () => {
    expect(poolUserOf({ userAttributes: ATTRIBUTES })).toEqual({ tenant: 'acme', userId: 'user-1' });
    expect(poolUserOf({ userAttributes: ATTRIBUTES, userNotFound: false })).toBeDefined();
  });

  it.each([
    ['no user has the name', { userAttributes: ATTRIBUTES, userNotFound: true }],
    ['there are no attributes', { userAttributes: {} }],
    ['the user has no sub', { userAttributes: { 'custom:tenant': 'acme' } }],
    ['the user has no tenant', { userAttributes: { sub: 'user-1' } }],
    ['the tenant is no name of one', { userAttributes: { ...ATTRIBUTES, 'custom:tenant': 'acme#x' } }],
  ])('is not known where %s', (_why, request) => {
    expect(poolUserOf(request)).toBeUndefined();
  });
});
