import { describe, expect, it } from 'vitest';
import {
  claimsOf,
  confirmedPercent,
  type Erasure,
} from '../../../../src/console/people/users/erasure-words.ts';

const step = (state: Erasure['steps'][number]['state']): Erasure['steps'][number] => ({
  store: 'faces',
  state,
  removed: 0,
  left: 0,
  checked_at: null,
  problem: null,
});

describe('an erasure', () => {
  it('is as far as its stores have confirmed', () => {
    expect(confirmedPercent({ steps: [step('confirmed'), step('pending'), step('unconfirmed')] })).toBe(33);
    expect(confirmedPercent({ steps: [] })).toBe(0);
  });

  it('has a receipt that can be read', () => {
    const payload = Buffer.from(JSON.stringify({ sub: 'schlüssel' })).toString('base64url');
    expect(claimsOf(`e30.${payload}.c2ln`)).toEqual({ sub: 'schlüssel' });
    expect(claimsOf('no jwt')).toBeUndefined();
    expect(claimsOf('a.!.b')).toBeUndefined();
  });
});
