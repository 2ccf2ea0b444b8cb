import { describe, expect, it } from 'vitest';
import { glareOf } from '../../../src/capture/document/glare.ts';
import type { Gray } from '../../../src/capture/document/gray.ts';

const SIDE = 80;

/** A gray picture with a burnt square in its corner. */
function burnt(side: number, level = 255): Gray {
  const levels = new Uint8Array(SIDE * SIDE).fill(180);
  for (let y = 0; y < side; y++) levels.fill(level, y * SIDE, y * SIDE + side);
  return { width: SIDE, height: SIDE, levels };
}

describe('a reflection', () => {
  it('is the share of a picture that is burnt out', () => {
    expect(glareOf(burnt(0))).toBe(0);
    expect(glareOf(burnt(40))).toBe(0.25);
    expect(glareOf(burnt(SIDE))).toBe(1);
  });

  it('is larger than the white of a letter, and lighter than paper', () => {
    expect(glareOf(burnt(7))).toBe(0);
    expect(glareOf(burnt(40, 245))).toBe(0);
  });

  it('beside the document does not matter', () => {
    expect(glareOf(burnt(40), { left: 40, top: 40, right: SIDE, bottom: SIDE })).toBe(0);
    expect(glareOf(burnt(40), { left: 0, top: 0, right: 40, bottom: 40 })).toBe(1);
  });

  it('is not seen in a picture that is smaller than a square', () => {
    expect(glareOf({ width: 4, height: 4, levels: new Uint8Array(16).fill(255) })).toBe(0);
  });
});
