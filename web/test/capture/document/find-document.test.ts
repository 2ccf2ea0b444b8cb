import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDocument } from '../../../src/capture/document/find-document.ts';
import type { Box, Gray } from '../../../src/capture/document/gray.ts';

const WIDTH = 120;
const HEIGHT = 90;

/** A plain box on a plain surface. */
function boxOn(surface: number, paper: number, { left, top, right, bottom }: Box): Gray {
  const levels = new Uint8Array(WIDTH * HEIGHT).fill(surface);
  for (let y = top; y < bottom; y++) levels.fill(paper, y * WIDTH + left, y * WIDTH + right);
  return { width: WIDTH, height: HEIGHT, levels };
}

describe('a document on a surface', () => {
  it('is found to the pixel, lighter or darker than what it lies on', () => {
    const inside = fc.record({
      left: fc.integer({ min: 2, max: 40 }),
      top: fc.integer({ min: 2, max: 30 }),
      right: fc.integer({ min: 80, max: WIDTH - 2 }),
      bottom: fc.integer({ min: 60, max: HEIGHT - 2 }),
    });
    fc.assert(
      fc.property(inside, fc.integer({ min: 0, max: 255 }), (box, surface) => {
        const found = findDocument(boxOn(surface, surface < 128 ? surface + 60 : surface - 60, box));
        expect(found?.box).toEqual(box);
        expect(found?.isCutOff).toBe(false);
        const area = (box.right - box.left) * (box.bottom - box.top);
        expect(found?.share).toBeCloseTo(area / (WIDTH * HEIGHT));
      }),
      { numRuns: 50 },
    );
  });

  it('is cut off where it reaches the edge of the picture', () => {
    const box = { left: 30, top: 20, right: 90, bottom: 70 };
    for (const beyond of [{ left: 0 }, { top: 0 }, { right: WIDTH }, { bottom: HEIGHT }])
      expect(findDocument(boxOn(20, 200, { ...box, ...beyond }))?.isCutOff).toBe(true);
  });

  it('is not seen in a crumb, nor in a surface without a document', () => {
    expect(findDocument(boxOn(20, 200, { left: 50, top: 40, right: 58, bottom: 46 }))).toBeUndefined();
    expect(findDocument(boxOn(20, 30, { left: 30, top: 20, right: 90, bottom: 70 }))).toBeUndefined();
  });

  it('is not told apart where the edge of the picture is not plain', () => {
    const levels = new Uint8Array(WIDTH * HEIGHT).map((_, at) => (at * 37) % 256);
    expect(findDocument({ width: WIDTH, height: HEIGHT, levels })).toBeUndefined();
  });
});
