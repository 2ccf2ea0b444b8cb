import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOverlap, sameFace } from '../../../../lambda/images/domain/box-overlap.ts';

const share = fc.double({ min: 0, max: 0.9, noNaN: true });
const side = fc.double({ min: 0.02, max: 0.5, noNaN: true });
const box = fc.record({ left: share, top: share, width: side, height: side });

describe('the overlap of two boxes', () => {
  it('is a share, the same both ways, and whole for a box with itself', () => {
    fc.assert(
      fc.property(box, box, (one, other) => {
        const overlap = boxOverlap(one, other);
        expect(overlap).toBeGreaterThanOrEqual(0);
        expect(overlap).toBeLessThanOrEqual(1);
        expect(boxOverlap(other, one)).toBeCloseTo(overlap, 12);
        expect(boxOverlap(one, one)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is nothing of a box without an area, even with itself', () => {
    const point = { left: 0.5, top: 0.5, width: 0, height: 0 };
    const line = { ...point, width: 0.1 };
    for (const one of [point, line, { ...point, height: 0.1 }]) expect(boxOverlap(one, one)).toBe(0);
  });

  it('is nothing where one ends before the other begins', () => {
    fc.assert(
      fc.property(box, (one) => {
        expect(boxOverlap(one, { ...one, left: one.left + one.width })).toBeLessThan(1e-9);
        expect(boxOverlap(one, { ...one, top: one.top - one.height })).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('the same face among others', () => {
  it('is found by a box that another model drew a little differently, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }),
        fc.double({ min: -0.1, max: 0.1, noNaN: true }),
        (order, shift) => {
          const faces = order.map((place) => ({ left: place * 0.25, top: 0.3, width: 0.2, height: 0.3 }));
          const [meant] = order;
          const drawn = { left: (meant ?? 0) * 0.25 + shift * 0.2, top: 0.3, width: 0.2, height: 0.3 };
          expect(sameFace(drawn, faces)).toBe(0);
          expect(sameFace(drawn, [...faces].reverse())).toBe(faces.length - 1);
        },
      ),
    );
  });

  it('is nobody where no box is around it', () => {
    const face = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 };
    expect(sameFace(face, [])).toBeUndefined();
    expect(sameFace(face, [{ ...face, left: 0.28 }])).toBeUndefined();
  });
});
