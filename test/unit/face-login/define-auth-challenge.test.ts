import { describe, expect, it } from 'vitest';
import type { FaceLogins } from '../../../lambda/face-login/contract.ts';
import { defineAuthChallenge } from '../../../lambda/face-login/define-auth-challenge.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const ANN = { tenant: 'acme', userId: 'user-1' };
const PASSWORD = [
  { name: 'SRP_A', passed: true },
  { name: 'PASSWORD_VERIFIER', passed: true },
];

function define(modes: FaceLogins, ...[user, rounds]: [typeof ANN | undefined, typeof PASSWORD]) {
  const { emit, metrics } = recordedMetrics();
  return { step: defineAuthChallenge(user, rounds, { modes, emit }), metrics };
}

describe('defining the next challenge', () => {
  it("goes by the mode of the user's tenant", () => {
    expect(define({ acme: 'second_factor' }, ANN, PASSWORD).step).toBe('challenge');
    expect(define({ other: 'second_factor' }, ANN, PASSWORD).step).toBe('refuse');
  });

  it('begins without a password only where some tenant offers it, for any name', () => {
    for (const user of [ANN, undefined]) {
      expect(define({ acme: 'second_factor' }, user, []).step).toBe('refuse');
      expect(define({ acme: 'second_factor', other: 'only_factor' }, user, []).step).toBe('challenge');
    }
  });

  it('counts what it refuses', () => {
    expect(define({}, ANN, PASSWORD).metrics).toEqual([
      { name: 'FaceLogin', value: 1, dimensions: { Result: 'refused' } },
    ]);
    expect(define({ acme: 'second_factor' }, ANN, PASSWORD).metrics).toEqual([]);
  });
});
