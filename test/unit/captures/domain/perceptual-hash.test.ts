import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BANDS,
  bandsOf,
  differentBits,
  HASHED,
  perceptualHash,
} from '../../../../lambda/captures/domain/perceptual-hash.ts';

const PIXELS = HASHED.width * HASHED.height;
const aHash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

/** A gray image by the brightness of each pixel. */
const drawn = (brightness: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: PIXELS }, (_, at) =>
    brightness(at % HASHED.width, Math.floor(at / HASHED.width)),
  );
/** A light oval before a dark wall, at a place. */
const aFaceAt = (left: number, top: number) =>
  drawn((x, y) => (((x - left) / 14) ** 2 + ((y - top) / 20) ** 2 < 1 ? 200 : 60));

describe('the distance of two hashes', () => {
  it('is none of a hash to itself, the same both ways, and never shorter by a detour', () => {
    fc.assert(
      fc.property(aHash, aHash, aHash, (one, other, third) => {
        expect(differentBits(one, one)).toBe(0);
        expect(differentBits(one, other)).toBe(differentBits(other, one));
        expect(differentBits(one, other)).toBeLessThanOrEqual(
          differentBits(one, third) + differentBits(third, other),
        );
        expect(differentBits(one, other) === 0).toBe(one === other);
        expect(differentBits(one, other)).toBeLessThanOrEqual(256);
      }),
    );
  });

  it('is the number of bits that were turned', () => {
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(aHash, bits, (hash, turned) => {
        const mask = turned.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
        const other = (BigInt(`0x${hash}`) ^ mask).toString(16).padStart(64, '0');
        expect(differentBits(hash, other)).toBe(turned.length);
      }),
    );
  });
});

describe('the hash of a picture', () => {
  it('is 64 hex digits, half of whose bits are set', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: PIXELS, maxLength: PIXELS }), (noise) => {
        noise[0] = 0;
        noise[1] = 255;
        const hash = perceptualHash(noise);
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
        // the median is one of the 255 frequencies, and is not above itself
        expect(differentBits(hash ?? '', '0'.repeat(64))).toBe(127);
      }),
      { numRuns: 20 },
    );
  });

  it('is the same if the picture is brighter, or has more contrast', () => {
    const picture = aFaceAt(30, 34);
    const brighter = picture.map((value) => value + 20);
    const stronger = picture.map((value) => Math.round(value * 1.2));
    const hash = perceptualHash(picture) ?? '';
    for (const copy of [brighter, stronger])
      expect(differentBits(perceptualHash(copy) ?? '', hash)).toBeLessThanOrEqual(4);
  });

  it('differs the more the further what is seen has moved', () => {
    const hash = perceptualHash(aFaceAt(32, 32)) ?? '';
    const [near, far] = [aFaceAt(33, 32), aFaceAt(46, 20)].map((moved) =>
      differentBits(perceptualHash(moved) ?? '', hash),
    );
    expect(near).toBeLessThan(far ?? 0);
    expect(far).toBeGreaterThan(60);
  });

  it('is none of a picture without contrast, of which it would be noise', () => {
    expect(perceptualHash(drawn(() => 128))).toBeUndefined();
    expect(perceptualHash(drawn((x) => 128 + (x % 16)))).toBeUndefined();
    expect(perceptualHash(drawn((x) => 128 + (x % 17)))).toBeDefined();
  });
});

describe('the bands of a hash', () => {
  it('are its first half, in parts of 16 bits by their places', () => {
    fc.assert(
      fc.property(aHash, (hash) => {
        const bands = bandsOf(hash);
        expect(bands.map(({ index }) => index)).toEqual(Array.from({ length: BANDS }, (_, index) => index));
        expect(bands.map(({ value }) => value).join('')).toBe(hash.slice(0, 32));
      }),
    );
  });

  it('have one in common whenever fewer of their bits differ than there are bands', () => {
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { maxLength: BANDS - 1 });
    fc.assert(
      fc.property(aHash, bits, (hash, turned) => {
        const mask = turned.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
        const other = (BigInt(`0x${hash}`) ^ mask).toString(16).padStart(64, '0');
        const shared = bandsOf(hash).filter(({ value }, index) => bandsOf(other)[index]?.value === value);
        expect(shared.length).toBeGreaterThan(0);
      }),
    );
  });
});
