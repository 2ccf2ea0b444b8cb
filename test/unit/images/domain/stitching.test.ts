import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areAlone, layOut, MAX_STITCHED, placeFace } from '../../../../lambda/images/domain/stitching.ts';

const size = fc.record({
  widthPx: fc.integer({ min: 80, max: 1920 }),
  heightPx: fc.integer({ min: 80, max: 1920 }),
});
const images = fc.array(size, { minLength: 1, maxLength: MAX_STITCHED });

describe('images in one', () => {
  it('lie within Full HD, in their own proportions, apart from each other', () => {
    fc.assert(
      fc.property(images, (sizes) => {
        const { widthPx, heightPx, tiles } = layOut(sizes);
        expect(Math.max(widthPx, heightPx)).toBeLessThanOrEqual(1920);
        tiles.forEach((tile, index) => {
          const own = sizes[index] ?? { widthPx: 0, heightPx: 0 };
          expect(tile.widthPx).toBeLessThanOrEqual(own.widthPx);
          // a pixel is cut off at most
          expect(Math.abs(tile.widthPx * own.heightPx - tile.heightPx * own.widthPx)).toBeLessThanOrEqual(
            Math.max(own.widthPx, own.heightPx),
          );
          expect(tile.leftPx + tile.widthPx).toBeLessThanOrEqual(widthPx);
          expect(tile.topPx + tile.heightPx).toBeLessThanOrEqual(heightPx);
          for (const other of tiles.slice(index + 1)) {
            const apart =
              tile.leftPx + tile.widthPx <= other.leftPx ||
              other.leftPx + other.widthPx <= tile.leftPx ||
              tile.topPx + tile.heightPx <= other.topPx ||
              other.topPx + other.heightPx <= tile.topPx;
            expect(apart).toBe(true);
          }
        });
      }),
    );
  });

  it('give each face back to its image, where it was', () => {
    const share = fc.double({ min: 0.05, max: 0.45, noNaN: true });
    const face = fc.record({ left: share, top: share, width: share, height: share });
    fc.assert(
      fc.property(images, face, fc.nat(MAX_STITCHED - 1), (sizes, box, which) => {
        const stitching = layOut(sizes);
        const image = which % sizes.length;
        const tile = stitching.tiles[image];
        if (!tile) throw new Error('no tile');
        const found = placeFace(stitching, {
          left: (tile.leftPx + box.left * tile.widthPx) / stitching.widthPx,
          top: (tile.topPx + box.top * tile.heightPx) / stitching.heightPx,
          width: (box.width * tile.widthPx) / stitching.widthPx,
          height: (box.height * tile.heightPx) / stitching.heightPx,
        });
        expect(found.image).toBe(image);
        for (const side of ['left', 'top', 'width', 'height'] as const)
          expect(found.box[side]).toBeCloseTo(box[side], 9);
      }),
    );
  });

  it('own their first pixels, and not those behind their last', () => {
    const stitching = layOut([0, 1, 2, 3].map(() => ({ widthPx: 960, heightPx: 960 })));
    const at = (x: number, y: number) =>
      placeFace(stitching, { left: x / 1920, top: y / 1920, width: 0, height: 0 }).image;
    expect([at(0, 0), at(959, 959)]).toEqual([0, 0]);
    expect([at(960, 0), at(960, 959)]).toEqual([1, 1]);
    expect([at(0, 960), at(959, 1919)]).toEqual([2, 2]);
    expect([at(960, 960), at(1919, 1919)]).toEqual([3, 3]);
    expect([at(1920, 960), at(960, 1920), at(-1, 0), at(0, -1)]).toEqual(Array(4).fill(undefined));
  });

  it('know a face that is of none of them', () => {
    const stitching = layOut([
      { widthPx: 960, heightPx: 960 },
      { widthPx: 960, heightPx: 200 },
    ]);
    const box = { left: 0.7, top: 0.7, width: 0.1, height: 0.1 };
    expect(placeFace(stitching, box)).toEqual({ image: undefined, box });
  });

  it('have a face that counts where they have exactly one', () => {
    const face = (image: number | undefined) => ({
      image,
      box: { left: 0, top: 0, width: 0.2, height: 0.2 },
    });
    expect(areAlone([])).toEqual([]);
    expect(areAlone([face(0), face(1), face(1), face(undefined), face(2)])).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it.each([0, MAX_STITCHED + 1])('are not %s', (count) => {
    expect(() => layOut(Array(count).fill({ widthPx: 100, heightPx: 100 }))).toThrow(
      new RangeError(`1 to 4 images are stitched, not ${count}`),
    );
  });
});
