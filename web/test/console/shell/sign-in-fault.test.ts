import { describe, expect, it } from 'vitest';
import { signInFault } from '../../../src/console/shell/sign-in-fault.ts';

const named = (name: string): Error => Object.assign(new Error('as it is'), { name });

describe('a sign-in that went no further', () => {
  it('says why, and not whether a name exists', () => {
    expect(signInFault(named('UserNotFoundException'))).toBe(signInFault(named('NotAuthorizedException')));
    expect(signInFault(named('CodeMismatchException'))).toContain('authenticator app');
  });

  it('says what else there is as it is', () => {
    expect(signInFault(named('SomethingNew'))).toBe('as it is');
    expect(signInFault('a text')).toBe('a text');
  });
});
