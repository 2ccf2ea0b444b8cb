import { describe, expect, it } from 'vitest';
import { isSideways } from '../../../../lambda/images/domain/exif-orientation.ts';
import { ORIENTATION, SOMETHING_ELSE, type TiffType, tiff } from '../../../support/lambda/image-segments.ts';

const sideways = (block: Buffer) =>
  isSideways(new DataView(block.buffer, block.byteOffset, block.byteLength));

describe('the orientation in EXIF', () => {
  it('turns an image sideways by four of its eight values', () => {
    for (const orientation of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xff])
      expect(sideways(tiff([[ORIENTATION, orientation]]))).toBe(orientation >= 5 && orientation <= 8);
  });

  it('is read in either byte order, of each type of whole numbers, and wherever it stands', () => {
    for (const order of ['MM', 'II']) {
      for (const type of [1, 3, 4] satisfies TiffType[])
        expect(sideways(tiff([[ORIENTATION, 6]], { order, type }))).toBe(true);
      expect(sideways(tiff([[SOMETHING_ELSE, 6]], { order }))).toBe(false);
      const second = [
        [SOMETHING_ELSE, 1],
        [ORIENTATION, 6],
      ] as const;
      expect(sideways(tiff(second, { order }))).toBe(true);
      expect(sideways(tiff(second, { order, entries: 1 }))).toBe(false);
      expect(sideways(tiff([[ORIENTATION, 6]], { order, entries: 99 }))).toBe(true);
    }
  });

  it('is nothing in a damaged block, which is never an error', () => {
    const block = tiff([[ORIENTATION, 6]]);
    // its only entry ends at byte 22
    for (let length = 0; length < 22; length += 1) expect(sideways(block.subarray(0, length))).toBe(false);
    for (const at of [0, 1, 2, 3, 4]) {
      const damaged = Buffer.from(block);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0x7f, at);
      expect(sideways(damaged)).toBe(false);
    }
  });

  it('is nothing without a value, or of a type that is no whole number', () => {
    for (const [at, value] of [
      // the count, then the type
      [14, 0],
      [12, 2],
    ] as const) {
      const block = tiff([[ORIENTATION, 6]]);
      block.writeUIntBE(value, at, at === 14 ? 4 : 2);
      expect(sideways(block)).toBe(false);
    }
  });
});
