import { describe, expect, it } from 'vitest';
import { paceText, progressPercent, timeLeftText } from '../../../src/console/machine/progress.ts';

describe('progress', () => {
  it.each([
    [0, undefined, 0],
    [0, 10, 0],
    [5, 10, 50],
    [999_999, 1_000_000, 99],
    [1_000_000, 1_000_000, 100],
    // faces that came meanwhile
    [12, 10, 100],
    [0, 0, 100],
  ])('of %s of %s is %s percent', (done, total, percent) => {
    expect(progressPercent(done, total)).toBe(percent);
  });

  it('has a pace per second and per hour', () => {
    expect(paceText(12.5)).toBe('12.5 per second (45,000 per hour)');
    expect(paceText(0)).toBe('Nothing processed yet');
  });

  it('has an end only if its pace says so', () => {
    expect(timeLeftText(11_100)).toBe('3 h 5 min left');
    expect(timeLeftText(0)).toBe('Done in a moment');
    expect(timeLeftText(undefined)).toBe('Not known yet');
  });
});
