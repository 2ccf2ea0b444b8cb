import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallerScope, mayActFor } from '../../../lambda/kernel/caller.ts';
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
