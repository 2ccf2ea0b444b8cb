import { describe, expect, it } from 'vitest';
import { grayOf, wholeOf } from '../../../src/capture/document/gray.ts';

describe('the brightness of a picture', () => {
  it('is what an eye sees: more of green than of red, and more of red than of blue', () => {
    const data = Uint8ClampedArray.of(255, 255, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
    const { levels } = grayOf({ width: 2, height: 2, data });
    const [white, red = 0, green = 0, blue = 0] = levels;
    expect(white).toBeGreaterThanOrEqual(254);
    expect(green).toBeGreaterThan(red);
    expect(red).toBeGreaterThan(blue);
  });

  it('has a box of its own size', () => {
    const levels = new Uint8Array(6);
    expect(wholeOf({ width: 3, height: 2, levels })).toEqual({ left: 0, top: 0, right: 3, bottom: 2 });
  });
});
