import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../../lambda/images/adapters/sharp-image-editor.ts';
import {
  boxAround,
  cropAround,
  isTooSmall,
  judgeImage,
  needsScaling,
  WHOLE,
  withinPart,
} from '../../../../lambda/images/domain/image-rules.ts';
import { prepareImage } from '../../../../lambda/images/prepare-image.ts';

const aPng = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } })
    .png()
    .toBuffer();

/** A PNG whose header claims a size, whatever it holds. */
async function aPngThatClaims(width: number, height: number): Promise<Buffer> {
  const bytes = await aPng(1, 1);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('an image before Rekognition is paid for', () => {
  it('is usable from 80 pixels a side', async () => {
    expect(judgeImage(await aPng(80, 80), 'selfie').usable).toBe(true);
    expect(judgeImage(await aPng(79, 200), 'selfie')).toEqual({ usable: false, reason: 'image_too_small' });
    expect(judgeImage(await aPng(200, 79), 'document')).toEqual({
      usable: false,
      reason: 'document_image_too_small',
    });
  });

  it('is too small if it is a strip, of which scaling would leave too little', async () => {
    for (const [width, height] of [
      [720, 20_000],
      [9000, 300],
      [79, 80],
      [1945, 80],
    ] as const) {
      expect(isTooSmall({ widthPx: width, heightPx: height })).toBe(true);
      const strip = await aPngThatClaims(width, height);
      expect(judgeImage(strip, 'document')).toEqual({ usable: false, reason: 'document_image_too_small' });
    }
    expect(isTooSmall({ widthPx: 1920, heightPx: 80 })).toBe(false);
    expect(isTooSmall({ widthPx: 160, heightPx: 3840 })).toBe(false);
  });

  it('keeps 80 pixels on each side when it is scaled, where it is usable', async () => {
    const sizes = fc.record({
      widthPx: fc.integer({ min: 80, max: 400 }),
      heightPx: fc.integer({ min: 1900, max: 6000 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        fc.pre(!isTooSmall(size));
        const scaled = await prepareImage(await aPng(size.widthPx, size.heightPx), size, sharpImageEditor);
        expect(Math.min(scaled?.widthPx ?? 0, scaled?.heightPx ?? 0)).toBeGreaterThanOrEqual(80);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses what would need hundreds of megabytes to decode', async () => {
    const bomb = await aPngThatClaims(50_000, 50_000);
    expect(judgeImage(bomb, 'selfie')).toEqual({ usable: false, reason: 'image_too_large' });
    expect(judgeImage(await aPngThatClaims(10_000, 10_000), 'selfie').usable).toBe(true);
  });

  it('refuses what is no JPEG or PNG', () => {
    expect(judgeImage(Buffer.from('no image'), 'selfie')).toEqual({
      usable: false,
      reason: 'image_format_unsupported',
    });
  });

  it('is scaled down where it is larger than Full HD, or heavier than a request may be', () => {
    expect(needsScaling({ widthPx: 1920, heightPx: 1080 }, 1000)).toBe(false);
    expect(needsScaling({ widthPx: 1080, heightPx: 1921 }, 1000)).toBe(true);
    expect(needsScaling({ widthPx: 100, heightPx: 100 }, 5_242_881)).toBe(true);
  });
});

describe('the part that is cut out around a face', () => {
  it('holds the whole face and lies within the image', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (left, top, right, bottom) => {
        const box = {
          left: Math.min(left, right),
          top: Math.min(top, bottom),
          width: Math.abs(right - left),
          height: Math.abs(bottom - top),
        };
        const part = cropAround(box);
        expect(part.left).toBeLessThanOrEqual(box.left);
        expect(part.top).toBeLessThanOrEqual(box.top);
        expect(part.left + part.width).toBeGreaterThanOrEqual(box.left + box.width - 1e-9);
        expect(part.top + part.height).toBeGreaterThanOrEqual(box.top + box.height - 1e-9);
        expect(part.left).toBeGreaterThanOrEqual(0);
        expect(part.top + part.height).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('boxes', () => {
  const tenth = fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10);
  const boxes = fc.record({ left: tenth, top: tenth, width: tenth, height: tenth });

  it('are held by the box around them, which is the smallest', () => {
    fc.assert(
      fc.property(boxes, fc.array(boxes, { maxLength: 4 }), (first, others) => {
        const around = boxAround(first, others);
        const all = [first, ...others];
        expect(around.left).toBe(Math.min(...all.map(({ left }) => left)));
        expect(around.top).toBe(Math.min(...all.map(({ top }) => top)));
        const right = Math.max(...all.map(({ left, width }) => left + width));
        const bottom = Math.max(...all.map(({ top, height }) => top + height));
        expect(around.left + around.width).toBeCloseTo(right, 9);
        expect(around.top + around.height).toBeCloseTo(bottom, 9);
      }),
    );
  });

  it('keep their place in a part of the image', () => {
    fc.assert(
      fc.property(boxes, boxes, (box, part) => {
        const within = withinPart(box, part);
        expect(part.left + within.left * part.width).toBeCloseTo(box.left, 9);
        expect(part.top + within.top * part.height).toBeCloseTo(box.top, 9);
        expect(within.width * part.width).toBeCloseTo(box.width, 9);
        expect(within.height * part.height).toBeCloseTo(box.height, 9);
      }),
    );
    const box = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };
    expect(withinPart(box, WHOLE)).toEqual(box);
  });
});
