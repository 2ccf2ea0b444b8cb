import { describe, expect, it } from 'vitest';
import { scopesOf } from '../../../lambda/access/add-token-claims.ts';

describe('the scopes of a user', () => {
  it('are their own sessions and their tenant', () => {
    expect(scopesOf({ tenant: 'acme', groups: [] })).toEqual(['face-idv/verifications.self', 'tenant/acme']);
  });

  it('are more for members of the operators', () => {
    expect(scopesOf({ tenant: 'acme', groups: ['others', 'operators'] })).toEqual([
      'face-idv/verifications.self',
      'face-idv/verifications.operate',
      'tenant/acme',
    ]);
  });

  it('are those of every role that a user has', () => {
    const rolesOf = (...groups: string[]) => scopesOf({ tenant: 'acme', groups }).slice(1, -1);
    expect(rolesOf('viewers')).toEqual(['face-idv/verifications.view']);
    expect(rolesOf('reviewers')).toEqual(['face-idv/verifications.review']);
    expect(rolesOf('operators', 'viewers')).toEqual([
      'face-idv/verifications.view',
      'face-idv/verifications.operate',
    ]);
  });

  it('are none for a user without a valid tenant, not even for an operator', () => {
    for (const tenant of [undefined, '', 'Acme', 'a b', 'acme tenant/other'])
      expect(scopesOf({ tenant, groups: ['operators'] })).toEqual([]);
  });
});
