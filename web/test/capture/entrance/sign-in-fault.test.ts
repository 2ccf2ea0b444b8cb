import { describe, expect, it } from 'vitest';
import { signInFaultOf } from '../../../src/capture/entrance/sign-in-fault.ts';

const named = (name: string, message = 'as the user pool says it') =>
  Object.assign(new Error(message), { name });

describe('a sign-in that was refused', () => {
  it('does not say whether a user exists', () => {
    expect(signInFaultOf(named('UserNotFoundException'))).toBe(
      signInFaultOf(named('NotAuthorizedException')),
    );
  });

  it.each([
    ['CodeMismatchException', 'wrongCode'],
    ['ExpiredCodeException', 'wrongCode'],
    ['InvalidPasswordException', 'weakPassword'],
    ['LimitExceededException', 'tooMany'],
  ])('says what to change: %s is %s', (name, fault) => {
    expect(signInFaultOf(named(name))).toBe(fault);
  });

  it('is told apart from a wrong password where there were too many', () => {
    expect(signInFaultOf(named('NotAuthorizedException', 'Password attempts exceeded'))).toBe('tooMany');
  });

  it('is a fault where nothing else is known', () => {
    expect([named('NetworkError'), 'a text', undefined].map(signInFaultOf)).toEqual([
      'fault',
      'fault',
      'fault',
    ]);
  });
});
