import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CallerScope,
  grantFor,
  hasRole,
  isBackend,
  mayActFor,
  mayActOn,
} from '../../../lambda/kernel/caller.ts';
import { BACKEND_SCOPES, GRANTED_SCOPES, ROLES_BY_RANK } from '../../../lambda/kernel/tenancy.ts';
import { aBackend, aCaller, aClient, anOperator } from '../../support/lambda/builders.ts';

describe('a caller', () => {
  it('acts for themselves, as a backend or an operator for any user', () => {
    expect(mayActFor(aCaller(['self'], 'user-1'), 'user-1')).toBe(true);
    expect(mayActFor(aCaller(['self'], 'user-1'), 'user-2')).toBe(false);
    expect(mayActFor(aBackend(), 'user-2')).toBe(true);
    expect(mayActFor(anOperator(), 'user-2')).toBe(true);
  });

  it('never acts for another user with the scope of a person alone', () => {
    const scopes = fc.uniqueArray(fc.constantFrom<CallerScope>('self', 'operate', ...BACKEND_SCOPES));
    const users = fc.constantFrom('user-1', 'user-2', 'user-3');
    fc.assert(
      fc.property(scopes, users, users, (granted, subject, user) => {
        const isGranted = granted.some((scope) => scope !== 'self');
        expect(mayActFor(aCaller(granted, subject), user)).toBe(isGranted || subject === user);
      }),
    );
  });
});

describe('a client token', () => {
  it('acts on its own session, and on no other of the same user', () => {
    expect(mayActOn(aClient('vs_1'), { id: 'vs_1', user_id: 'user-1' })).toBe(true);
    expect(mayActOn(aClient('vs_1'), { id: 'vs_2', user_id: 'user-1' })).toBe(false);
  });

  it('acts for no user, not even for one who is named like its session', () => {
    expect(mayActFor(aClient('vs_1'), 'vs_1')).toBe(false);
    expect(mayActOn(aClient('vs_1'), { id: 'vs_2', user_id: 'vs_1' })).toBe(false);
  });

  it('is not a backend, which would get one', () => {
    expect(isBackend(aClient())).toBe(false);
  });

  it('leaves others as they are: by the user of the session', () => {
    const session = { id: 'vs_1', user_id: 'user-1' };
    expect(mayActOn(aCaller(), session)).toBe(true);
    expect(mayActOn(aCaller(['self'], 'user-2'), session)).toBe(false);
    expect(mayActOn(aBackend(), session)).toBe(true);
  });
});

describe('a backend', () => {
  it('is one by each of its scopes', () => {
    for (const scope of BACKEND_SCOPES) expect(isBackend(aCaller([scope]))).toBe(true);
    for (const scope of ['self', 'operate'] as const) expect(isBackend(aCaller([scope]))).toBe(false);
  });

  it('needs a grant where a route takes it without the scope that every backend has', () => {
    for (const grant of GRANTED_SCOPES) {
      expect(grantFor({ scopes: ['operate', grant] })).toBe(grant);
      expect(grantFor({ scopes: ['manage', 'operate', grant] })).toBeUndefined();
    }
    expect(grantFor({ scopes: ['operate'] })).toBeUndefined();
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
