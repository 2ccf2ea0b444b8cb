import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallerScope, hasRole, mayActFor } from '../../../lambda/kernel/caller.ts';
import { ROLES_BY_RANK } from '../../../lambda/kernel/tenancy.ts';
import { aBackend, aCaller, anOperator } from '../../support/lambda/builders.ts';

describe('a caller', () => {
  it('acts for themselves, as a backend or an operator for any user', () => {
    expect(mayActFor(aCaller(['self'], 'user-1'), 'user-1')).toBe(true);
    expect(mayActFor(aCaller(['self'], 'user-1'), 'user-2')).toBe(false);
    expect(mayActFor(aBackend(), 'user-2')).toBe(true);
    expect(mayActFor(anOperator(), 'user-2')).toBe(true);
  });

  it('never acts for another user without one of the two scopes', () => {
    const scopes = fc.uniqueArray(fc.constantFrom<CallerScope>('self', 'manage', 'operate'));
    const users = fc.constantFrom('user-1', 'user-2', 'user-3');
    fc.assert(
      fc.property(scopes, users, users, (granted, subject, user) => {
        const isGranted = granted.some((scope) => scope !== 'self');
        expect(mayActFor(aCaller(granted, subject), user)).toBe(isGranted || subject === user);
      }),
    );
  });
});

describe('an operator', () => {
  it('has the roles below their own', () => {
    for (const [rank, role] of ROLES_BY_RANK.entries())
      expect(ROLES_BY_RANK.filter((least) => hasRole({ ...anOperator(), role }, least))).toEqual(
        ROLES_BY_RANK.slice(0, rank + 1),
      );
  });

  it('is nobody without a role', () => {
    for (const least of ROLES_BY_RANK) {
      expect(hasRole(aBackend(), least)).toBe(false);
      expect(hasRole(aCaller(), least)).toBe(false);
    }
  });
});
