import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../src/api-gateway/throttle.ts';

describe('a throttle', () => {
  it('admits the burst at once, then the rate', () => {
    let now = 0;
    const throttle = createThrottle(
      [{ method: '*', resourcePath: '*', ratePerSecond: 2, burst: 3 }],
      () => now,
    );
    const admitted = (count: number): number =>
      Array.from({ length: count }, () => throttle.admit('GET', '/a')).filter(Boolean).length;

    expect(admitted(10)).toBe(3);
    now = 1000;
    expect(admitted(10)).toBe(2);
    now = 60_000;
    expect(admitted(10)).toBe(3);
  });

  it('gives a method with a setting of its own a bucket of its own', () => {
    const throttle = createThrottle(
      [
        { method: '*', resourcePath: '*', ratePerSecond: 1, burst: 1 },
        { method: 'GET', resourcePath: '/a', ratePerSecond: 1, burst: 2 },
      ],
      () => 0,
    );

    expect([throttle.admit('GET', '/a'), throttle.admit('GET', '/a'), throttle.admit('GET', '/a')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([throttle.admit('GET', '/b'), throttle.admit('POST', '/a')]).toEqual([true, false]);
  });

  it('admits everything where the stage sets no limit', () => {
    const throttle = createThrottle(
      [{ method: '*', resourcePath: '*', ratePerSecond: undefined, burst: undefined }],
      () => 0,
    );

    expect(Array.from({ length: 1000 }, () => throttle.admit('GET', '/')).every(Boolean)).toBe(true);
  });

  it('never admits more than the burst and what the rate has refilled since', () => {
    const pauses = fc.array(fc.nat({ max: 500 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        pauses,
        (ratePerSecond, burst, steps) => {
          let now = 0;
          const throttle = createThrottle(
            [{ method: '*', resourcePath: '*', ratePerSecond, burst }],
            () => now,
          );
          let admitted = 0;
          for (const pause of steps) {
            now += pause;
            if (throttle.admit('GET', '/')) admitted += 1;
          }
          expect(admitted).toBeLessThanOrEqual(burst + (now / 1000) * ratePerSecond);
        },
      ),
    );
  });
});
