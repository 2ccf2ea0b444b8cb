import { describe, expect, it } from 'vitest';
import { gaugeOf, limitText, measureName, measureValue } from '../../../src/console/format/gauge.ts';

describe('a measure against its limit', () => {
  it('lies on a scale that its unit gives', () => {
    expect(gaugeOf({ name: 'similarity_percent', value: 41, limit: '>= 95' })).toEqual({
      value: 0.41,
      from: 0.95,
      to: 1,
    });
    expect(gaugeOf({ name: 'yaw_degrees', value: 0, limit: '-30 to 30' })).toEqual({
      value: 0.5,
      from: 0.1,
      to: 0.9,
    });
    expect(gaugeOf({ name: 'face_size_px', value: 40, limit: '> 50' })).toEqual({
      value: 0.64,
      from: 0.8,
      to: 1,
    });
    expect(gaugeOf({ name: 'different_bits', value: 10, limit: 'at most 8' })?.to).toBeCloseTo(0.64);
  });

  it.each([
    ['a count that must be one number', { name: 'duplicate_faces', value: 1, limit: '0' }],
    ['yes or no', { name: 'face_occluded', value: false, limit: 'false' }],
    ['a limit that it does not know', { name: 'x', value: 1, limit: 'as before' }],
    ['no limit', { name: 'x', value: 1 }],
  ])('has no bar for %s', (_what, measure) => {
    expect(gaugeOf(measure)).toBeUndefined();
  });

  it('is written with its unit', () => {
    expect(measureName({ name: 'liveness_confidence_percent', value: 1 })).toBe('Liveness confidence');
    expect(measureValue({ name: 'sharpness_percent', value: 75.963 })).toBe('75.96%');
    expect(measureValue({ name: 'yaw_degrees', value: -1.5 })).toBe('-1.5°');
    expect(measureValue({ name: 'face_size_px', value: 258 })).toBe('258 px');
    expect(measureValue({ name: 'faces', value: 2 })).toBe('2');
    expect(measureValue({ name: 'face_occluded', value: true })).toBe('yes');
  });

  it('has a limit as a person says it', () => {
    const said = (limit?: string) => limitText({ name: 'x', value: 1, limit });
    expect(['false', 'true', '0', '>= 95', '-30 to 30', 'exactly 1', undefined].map(said)).toEqual([
      'must be no',
      'must be yes',
      'must be 0',
      '≥ 95',
      '-30 to 30',
      'exactly 1',
      '',
    ]);
  });
});
