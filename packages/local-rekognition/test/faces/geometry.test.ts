import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawImage } from '../../src/faces/analysis.ts';
import {
  type Affine,
  apply,
  chipToImage,
  distance,
  invert,
  type Point,
  similarityTransform,
} from '../../src/faces/imaging/affine.ts';
import { ImagePyramid } from '../../src/faces/imaging/image-pyramid.ts';
import { type Chip, mirror, warp } from '../../src/faces/imaging/warp.ts';

const coordinate = fc.double({ min: -1000, max: 1000, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const square = fc.record({
  center: point,
  side: fc.double({ min: 1, max: 5000, noNaN: true }),
  angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
});

function expectNear(a: Point, b: Point): void {
  expect(distance(a, b)).toBeLessThan(1e-6 * (1 + Math.abs(b.x) + Math.abs(b.y)));
}

describe('maps between images', () => {
  it('put the middle of a chip on the middle of its square', () => {
    fc.assert(
      fc.property(square, fc.integer({ min: 2, max: 300 }), (square, size) => {
        const middle = (size - 1) / 2;
        expectNear(apply(chipToImage(square, size), { x: middle, y: middle }), square.center);
      }),
    );
  });

  it('lead back by their inverse', () => {
    fc.assert(
      fc.property(square, point, (square, point) => {
        const map = chipToImage(square, 100);
        expectNear(apply(invert(map), apply(map, point)), point);
      }),
    );
  });

  it('are found again from where they take two points or more', () => {
    const spread = fc
      .array(point, { minLength: 2, maxLength: 6 })
      .filter((points) => points.some((p) => distance(p, points[0] as Point) > 1));
    fc.assert(
      fc.property(square, spread, point, (square, from, other) => {
        const map = chipToImage(square, 100);
        const found = similarityTransform(
          from,
          from.map((p) => apply(map, p)),
        );
        const expected = apply(map, other);
        const scale = square.side / 100;
        expect(distance(apply(found, other), expected)).toBeLessThan(1e-3 * (1 + scale));
      }),
    );
  });
});

describe('a warp', () => {
  const image = {
    data: Uint8Array.from({ length: 8 * 6 * 3 }, (_, index) => index % 251),
    width: 8,
    height: 6,
  };
  const identity = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };

  it('copies an image that stays where it is, into planes', () => {
    const { data } = warp(new ImagePyramid(image), identity, 6);
    for (let pixel = 0; pixel < 36; pixel++) {
      const from = Math.floor(pixel / 6) * 8 + (pixel % 6);
      for (let channel = 0; channel < 3; channel++) {
        expect(data[channel * 36 + pixel]).toBe(image.data[3 * from + channel]);
      }
    }
  });

  it('is black outside of the image', () => {
    const { data } = warp(new ImagePyramid(image), { ...identity, x0: 100 }, 8);
    expect(Math.max(...data)).toBe(0);
  });

  it('fades to black within one pixel around the image', () => {
    const white = { data: new Uint8Array(8 * 6 * 3).fill(255), width: 8, height: 6 };
    const { data } = warp(new ImagePyramid(white), { ...identity, x0: -0.75, y0: -0.5 }, 9);
    expect(data[0]).toBeCloseTo(255 * 0.25 * 0.5, 3);
    expect(data[1]).toBeCloseTo(255 * 0.5, 3);
    expect(data[9]).toBeCloseTo(255 * 0.25, 3);
    expect(data[6 * 9 + 4]).toBeCloseTo(255 * 0.5, 3);
    expect(data[8 * 9 - 1]).toBe(0);
  });

  it('keeps a plain color when it shrinks, turns and blows up', () => {
    const plain = { data: new Uint8Array(64 * 64 * 3).fill(90), width: 64, height: 64 };
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 30, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (side, angle) => {
          const map = chipToImage({ center: { x: 31.5, y: 31.5 }, side, angle }, 10);
          for (const value of warp(new ImagePyramid(plain), map, 10).data) expect(value).toBeCloseTo(90, 3);
        },
      ),
    );
  });

  it('is what pixel by pixel interpolation of the halved image gives, however large, turned or far off', () => {
    const sides = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
    });
    const seen = fc.record({
      center: fc.record({
        x: fc.double({ min: -20, max: 60, noNaN: true }),
        y: fc.double({ min: -20, max: 60, noNaN: true }),
      }),
      side: fc.double({ min: 1, max: 200, noNaN: true }),
      // of an upright view, rows that lie outside of the image are not sampled
      angle: fc.oneof(fc.constant(0), fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })),
    });
    fc.assert(
      fc.property(sides, seen, fc.infiniteStream(fc.nat(255)), ({ width, height }, square, bytes) => {
        const data = Uint8Array.from({ length: width * height * 3 }, () => bytes.next().value as number);
        const map = chipToImage(square, 9);
        const expected = plainWarp({ data, width, height }, map, 9);
        const { data: found } = warp(new ImagePyramid({ data, width, height }), map, 9);
        expected.forEach((value, index) => {
          // a neighbor changes by 255 a pixel: positions agree to a hundred-thousandth of one
          expect(Math.abs((found[index] as number) - value)).toBeLessThan(0.01);
        });
      }),
    );
  });

  it('takes the mean off and scales what is left, with blue first for who wants that', () => {
    const plain = new ImagePyramid(image);
    // its first rows lie above the image, its last ones below
    const map = { ...identity, yy: 2, y0: -4 };
    const { data } = warp(plain, map, 6);
    const toned = warp(plain, map, 6, { scale: 0.5, means: [10, 20, 30], blueFirst: true }).data;
    for (let pixel = 0; pixel < 36; pixel++) {
      expect(toned[pixel]).toBe(((data[72 + pixel] as number) - 30) / 2);
      expect(toned[36 + pixel]).toBe(((data[36 + pixel] as number) - 20) / 2);
      expect(toned[72 + pixel]).toBe(((data[pixel] as number) - 10) / 2);
    }
  });

  it('has the luma of its channels', () => {
    const pyramid = new ImagePyramid(image);
    const luma = pyramid.sampleLuma(identity, 5);
    const { data } = warp(pyramid, identity, 5);
    expect(luma).toHaveLength(25);
    luma.forEach((value, pixel) => {
      const [red, green, blue] = [0, 25, 50].map((plane) => data[plane + pixel] as number);
      expect(value).toBeCloseTo(0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0), 3);
    });
  });

  it('is of its own image when two take turns', () => {
    const black = new ImagePyramid({ data: new Uint8Array(300 * 200 * 3), width: 300, height: 200 });
    const colorful = new ImagePyramid(image);
    const half = { ...identity, xx: 2, yy: 2 };
    const before = warp(colorful, half, 3).data.slice();
    expect(Math.max(...warp(black, half, 100).data)).toBe(0);
    expect(warp(colorful, half, 3).data).toEqual(before);
    expect(Math.max(...warp(black, half, 100).data)).toBe(0);
  });

  it('comes back when mirrored twice', () => {
    const chip = (): Chip => warp(new ImagePyramid(image), identity, 6);
    expect(mirror(mirror(chip()))).toEqual(chip());
    expect(mirror(chip()).data[5]).toBe(chip().data[0]);
    expect(mirror(chip()).data[0]).not.toBe(chip().data[0]);
  });

  it('is the mean of four pixels half-way between them', () => {
    const { data } = warp(new ImagePyramid(image), { ...identity, x0: 2.5, y0: 1.5 }, 1);
    const [a, b, c, d] = [(1 * 8 + 2) * 3, (1 * 8 + 3) * 3, (2 * 8 + 2) * 3, (2 * 8 + 3) * 3];
    const value = (at: number) => image.data[at] ?? 0;
    expect(data[0]).toBeCloseTo((value(a) + value(b) + value(c) + value(d)) / 4, 4);
  });
});

/** What a warp is, in the plainest words. */
function plainWarp(whole: RawImage, map: Affine, size: number): number[] {
  let image = whole;
  const shrink = Math.sqrt(map.xx * map.yy - map.xy * map.yx);
  for (let left = shrink; left >= 2 && image.width > 2 && image.height > 2; left /= 2) image = halved(image);
  const pixel = (x: number, y: number, channel: number) =>
    x < 0 || y < 0 || x >= image.width || y >= image.height
      ? 0
      : (image.data[(y * image.width + x) * 3 + channel] as number);
  return [0, 1, 2].flatMap((channel) =>
    Array.from({ length: size * size }, (_, index) => {
      const point = apply(map, { x: index % size, y: Math.floor(index / size) });
      const x = ((point.x + 0.5) * image.width) / whole.width - 0.5;
      const y = ((point.y + 0.5) * image.height) / whole.height - 0.5;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const row = (at: number) =>
        pixel(left, at, channel) * (left + 1 - x) + pixel(left + 1, at, channel) * (x - left);
      return row(top) * (top + 1 - y) + row(top + 1) * (y - top);
    }),
  );
}

/** The rounded means of two by two pixels. */
function halved({ data, width: wide, height: high }: RawImage): RawImage {
  const [width, height] = [wide >> 1, high >> 1];
  const at = (x: number, y: number, channel: number) => data[(y * wide + x) * 3 + channel] as number;
  const means = Array.from({ length: width * height * 3 }, (_, index) => {
    const channel = index % 3;
    const x = 2 * (Math.floor(index / 3) % width);
    const y = 2 * Math.floor(index / 3 / width);
    const sum = at(x, y, channel) + at(x + 1, y, channel) + at(x, y + 1, channel) + at(x + 1, y + 1, channel);
    return (sum + 2) >> 2;
  });
  return { data: Uint8Array.from(means), width, height };
}
