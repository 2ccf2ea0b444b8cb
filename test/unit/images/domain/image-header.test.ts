import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../../../lambda/images/domain/image-header.ts';

const anImage = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } });
const sides = fc.integer({ min: 1, max: 60 });

describe('the header of an image', () => {
  it('tells format and size of a JPEG and a PNG', async () => {
    await fc.assert(
      fc.asyncProperty(
        sides,
        sides,
        fc.constantFrom('jpeg' as const, 'png' as const),
        async (width, height, format) => {
          const bytes = await anImage(width, height).toFormat(format).toBuffer();
          expect(readImageHeader(bytes)).toEqual({ format, widthPx: width, heightPx: height });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells the size of a progressive JPEG', async () => {
    const bytes = await anImage(50, 40).jpeg({ progressive: true }).toBuffer();
    expect(readImageHeader(bytes)).toEqual({ format: 'jpeg', widthPx: 50, heightPx: 40 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'sees an image with EXIF orientation %i as a viewer shows it',
    async (orientation) => {
      const bytes = await anImage(50, 40).withMetadata({ orientation }).jpeg().toBuffer();
      const [widthPx, heightPx] = orientation >= 5 ? [40, 50] : [50, 40];
      expect(readImageHeader(bytes)).toEqual({ format: 'jpeg', widthPx, heightPx });
    },
  );

  it('reads past EXIF that tells no orientation, and past fill bytes before a marker', async () => {
    const withExif = await anImage(50, 40)
      .withExif({ IFD0: { Copyright: 'nobody' } })
      .jpeg()
      .toBuffer();
    expect(readImageHeader(withExif)).toEqual({ format: 'jpeg', widthPx: 50, heightPx: 40 });
    const jpeg = await anImage(50, 40).jpeg().toBuffer();
    const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xff]), jpeg.subarray(2)]);
    expect(readImageHeader(filled)).toEqual({ format: 'jpeg', widthPx: 50, heightPx: 40 });
  });

  it('takes EXIF without an orientation for upright, in either byte order', () => {
    const segment = (marker: number, payload: Buffer) => {
      const head = Buffer.from([0xff, marker, 0, 0]);
      head.writeUInt16BE(payload.length + 2, 2);
      return Buffer.concat([head, payload]);
    };
    /** One directory with one entry of this tag. */
    const tiff = (order: 'MM' | 'II', tag: number) => {
      const bytes = Buffer.alloc(22);
      bytes.write(order, 0, 'latin1');
      const [short, long] =
        order === 'MM'
          ? [bytes.writeUInt16BE.bind(bytes), bytes.writeUInt32BE.bind(bytes)]
          : [bytes.writeUInt16LE.bind(bytes), bytes.writeUInt32LE.bind(bytes)];
      long(8, 4);
      short(1, 8);
      short(tag, 10);
      short(6, 18);
      return bytes;
    };
    const frame = segment(0xc0, Buffer.from([8, 0, 40, 0, 50, 3]));
    const jpeg = (order: 'MM' | 'II', tag: number) =>
      Buffer.concat([
        Buffer.from([0xff, 0xd8]),
        segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(order, tag)])),
        frame,
      ]);
    for (const order of ['MM', 'II'] as const) {
      expect(readImageHeader(jpeg(order, 0x0110))).toMatchObject({ widthPx: 50, heightPx: 40 });
      expect(readImageHeader(jpeg(order, 0x0112))).toMatchObject({ widthPx: 40, heightPx: 50 });
    }
  });

  it('refuses other formats', async () => {
    const webp = await anImage(50, 40).webp().toBuffer();
    const gif = await anImage(50, 40).gif().toBuffer();
    for (const bytes of [webp, gif, Buffer.from('<svg/>'), Buffer.alloc(0)])
      expect(readImageHeader(bytes)).toBeUndefined();
  });

  it('refuses an image that is cut off within its header, wherever it is cut', async () => {
    const jpeg = await anImage(50, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const png = await anImage(50, 40).png().toBuffer();
    const startOfFrame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    for (let length = 0; length < startOfFrame + 9; length += 1)
      expect(readImageHeader(jpeg.subarray(0, length))).toBeUndefined();
    for (let length = 0; length < 24; length += 1)
      expect(readImageHeader(png.subarray(0, length))).toBeUndefined();
  });

  it('refuses an image of no size', async () => {
    const png = await anImage(50, 40).png().toBuffer();
    png.writeUInt32BE(0, 16);
    expect(readImageHeader(png)).toBeUndefined();
  });

  it('answers or refuses whatever the bytes are, and never fails', () => {
    const startsLikeAJpeg = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), bytes]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), startsLikeAJpeg), (bytes) => {
        const header = readImageHeader(bytes);
        if (header) expect(Math.min(header.widthPx, header.heightPx)).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
