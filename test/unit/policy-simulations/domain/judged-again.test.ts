import { describe, expect, it } from 'vitest';
import { createCheck } from '../../../../lambda/kernel/check.ts';
import {
  numberOf,
  storedReasons,
  unmeasured,
} from '../../../../lambda/policy-simulations/domain/judged-again.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const check = createCheck(
  {
    reasons: ['face_mismatch'],
    measures: [
      { name: 'similarity_percent', value: 12 },
      { name: 'face_occluded', value: true },
    ],
    calls: {},
  },
  NOON,
  NOON,
  {},
);

describe('a stored check', () => {
  it('keeps its reasons without measures, and is unknown without both', () => {
    expect(unmeasured(check)).toEqual({ reasons: ['face_mismatch'] });
    expect(unmeasured({ ...check, reason_codes: [] })).toEqual({ reasons: [], unknown: 'measure_not_taken' });
  });

  it('has reasons of this release alone', () => {
    expect(storedReasons({ ...check, reason_codes: ['face_mismatch', 'of_another_release'] })).toEqual([
      'face_mismatch',
    ]);
  });

  it('has numbers by name', () => {
    expect(numberOf(check, 'similarity_percent')).toBe(12);
    expect(numberOf(check, 'face_occluded')).toBeUndefined();
    expect(numberOf(check, 'sharpness_percent')).toBeUndefined();
  });
});
