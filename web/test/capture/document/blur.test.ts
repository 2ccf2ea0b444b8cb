import { describe, expect, it } from 'vitest';
import { blurOf } from '../../../src/capture/document/blur.ts';
import { cardPicture } from './card-picture.ts';

describe('how blurred a picture is', () => {
  it('grows with its blur, and stays between 0 and 1', () => {
    const blurs = [0, 1, 2, 4].map((blur) => blurOf(cardPicture({ width: 500, blur })));
    expect(blurs).toEqual(blurs.toSorted((one, other) => one - other));
    for (const blur of blurs) {
      expect(blur).toBeGreaterThan(0);
      expect(blur).toBeLessThanOrEqual(1);
    }
  });

  it('is seen where a hand moved along one side alone', () => {
    const sharp = cardPicture({ width: 500 });
    const { width, height, levels } = sharp;
    const moved = levels.map((_, at) => {
      let sum = 0;
      for (let back = 0; back < 9; back++) sum += levels[at - back] ?? 0;
      return sum / 9;
    });
    expect(blurOf({ width, height, levels: moved })).toBeGreaterThan(1.5 * blurOf(sharp));
  });

  it('is the most where nothing changes, or nothing can be looked at', () => {
    expect(blurOf({ width: 30, height: 30, levels: new Uint8Array(900).fill(90) })).toBe(1);
    expect(blurOf({ width: 4, height: 4, levels: new Uint8Array(16) })).toBe(1);
  });
});
