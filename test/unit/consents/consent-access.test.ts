import { describe, expect, it } from 'vitest';
import { actorOf, resolveUser } from '../../../lambda/consents/consent-access.ts';
import { aBackend, aCaller, aClient, anOperator } from '../../support/lambda/builders.ts';

describe('whose consent a request is about', () => {
  it("is the token's own user, or the one whom a backend or an operator names", () => {
    expect(resolveUser(aCaller(), undefined)).toBe('user-1');
    expect(resolveUser(aCaller(), 'user-1')).toBe('user-1');
    expect(resolveUser(aBackend(), 'user-7')).toBe('user-7');
    expect(resolveUser(anOperator(), 'user-7')).toBe('user-7');
  });

  it('refuses another user, a token of no user, and that of a session', () => {
    expect(() => resolveUser(aCaller(), 'user-2')).toThrow("not this token's user");
    expect(() => resolveUser(aBackend(), undefined)).toThrow('user_id is required');
    expect(() => resolveUser(aClient('user-1'), 'user-1')).toThrow("not this token's user");
  });

  it('is written by the person, a backend or an operator', () => {
    expect(actorOf(aCaller(), 'user-1')).toBe('person');
    expect(actorOf(aBackend(), 'user-1')).toBe('backend');
    expect(actorOf(anOperator(), 'user-1')).toBe('operator');
    expect(actorOf(aCaller(['self', 'operate'], 'user-1'), 'user-1')).toBe('person');
    expect(actorOf(aCaller(['self', 'operate'], 'user-1'), 'user-2')).toBe('operator');
  });
});
