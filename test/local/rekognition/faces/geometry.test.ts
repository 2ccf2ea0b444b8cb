import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apply,
  chipToImage,
  distance,
  invert,
  type Point,
  similarityTransform,
} from '../../../../local/rekognition/faces/imaging/affine.ts';
import { ImagePyramid } from '../../../../local/rekognition/faces/imaging/image-pyramid.ts';
import { blueFirst, mirror, warp } from '../../../../local/rekognition/faces/imaging/warp.ts';

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
    const { data } = warp(new ImagePyramid(image), identity, 8, 6);
    for (let pixel = 0; pixel < 48; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        expect(data[channel * 48 + pixel]).toBe(image.data[3 * pixel + channel]);
      }
    }
  });

  it('is black outside of the image', () => {
    const { data } = warp(new ImagePyramid(image), { ...identity, x0: 100 }, 8, 6);
    expect(Math.max(...data)).toBe(0);
  });

  it('keeps a plain colour when it shrinks, turns and blows up', () => {
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

  it('comes back when mirrored twice, or its colours are swapped twice', () => {
    const chip = () => warp(new ImagePyramid(image), identity, 8, 6);
    expect(mirror(mirror(chip()))).toEqual(chip());
    expect(mirror(chip()).data[7]).toBe(chip().data[0]);
    expect(mirror(chip()).data[0]).not.toBe(chip().data[0]);
    expect(blueFirst(blueFirst(chip()))).toEqual(chip());
    expect(blueFirst(chip()).data[0]).toBe(chip().data[2 * 48]);
  });

  it('is the mean of four pixels half-way between them', () => {
    const { data } = warp(new ImagePyramid(image), { ...identity, x0: 2.5, y0: 1.5 }, 1);
    const [a, b, c, d] = [(1 * 8 + 2) * 3, (1 * 8 + 3) * 3, (2 * 8 + 2) * 3, (2 * 8 + 3) * 3];
    const value = (at: number) => image.data[at] ?? 0;
    expect(data[0]).toBeCloseTo((value(a) + value(b) + value(c) + value(d)) / 4, 4);
  });
});
