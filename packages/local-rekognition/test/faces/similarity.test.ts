import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarity } from '../../src/faces/embedding/similarity.ts';

const VERSIONS = ['7.0', '6.0'] as const;
/** Two vectors of unit length with this cosine. */
const withCosine = (cosine: number) =>
  [Float32Array.of(1, 0), Float32Array.of(cosine, Math.sqrt(1 - cosine * cosine))] as const;

describe('similarity', () => {
  it.each([
    { version: '7.0', cosine: 0.557, expected: 80 },
    { version: '7.0', cosine: 0.663, expected: 99 },
    { version: '6.0', cosine: 0.623, expected: 80 },
    { version: '6.0', cosine: 0.703, expected: 99 },
  ] as const)('is $expected at a cosine of $cosine in version $version', ({ version, cosine, expected }) => {
    expect(similarity(version, ...withCosine(cosine))).toBeCloseTo(expected, 2);
  });

  it.each(VERSIONS)(
    'grows with the cosine, within 0 and 100, and does not care who comes first: %s',
    (version) => {
      const cosine = fc.double({ min: -1, max: 1, noNaN: true });
      fc.assert(
        fc.property(cosine, cosine, (one, other) => {
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          const [a, b] = withCosine(low);
          expect(similarity(version, a, b)).toBeLessThanOrEqual(
            similarity(version, ...withCosine(high)) + 1e-9,
          );
          expect(similarity(version, a, b)).toBe(similarity(version, b, a));
          expect(similarity(version, a, b)).toBeGreaterThanOrEqual(0);
          expect(similarity(version, a, b)).toBeLessThanOrEqual(100);
        }),
      );
    },
  );

  it('refuses vectors of different versions', () => {
    expect(() => similarity('7.0', new Float32Array(128), new Float32Array(1024))).toThrow(/128 and 1024/);
  });
});
