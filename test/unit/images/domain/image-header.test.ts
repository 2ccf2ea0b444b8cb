import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../../../lambda/images/domain/image-header.ts';

const anImage = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } });

/** A segment of a JPEG. */
const segment = (marker: number, payload: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
};
const jpegOf = (...segments: Buffer[]) => Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments]);
/** A frame of 50 x 40 pixels, as the segment of a marker. */
const frame = (marker = 0xc0) => segment(marker, Buffer.from([8, 0, 40, 0, 50, 3]));
const UPRIGHT = { format: 'jpeg', widthPx: 50, heightPx: 40 };
const SIDEWAYS = { format: 'jpeg', widthPx: 40, heightPx: 50 };

const ORIENTATION = 0x0112;
const SOMETHING_ELSE = 0x0110;
/** EXIF of one directory, which holds the first `entries` of these; a big-endian one, unless it says otherwise. */
const exif = (
  tags: readonly (readonly [tag: number, value: number])[],
  { order = 'MM', entries = tags.length, signature = 'Exif' } = {},
) => {
  const tiff = Buffer.alloc(10 + tags.length * 12);
  tiff.write(order, 0, 'latin1');
  const short = (value: number, at: number) =>
    order === 'MM' ? tiff.writeUInt16BE(value, at) : tiff.writeUInt16LE(value, at);
  if (order === 'MM') tiff.writeUInt32BE(8, 4);
  else tiff.writeUInt32LE(8, 4);
  short(entries, 8);
  for (const [index, [tag, value]] of tags.entries()) {
    short(tag, 10 + index * 12);
    short(value, 10 + index * 12 + 8);
  }
  return segment(0xe1, Buffer.concat([Buffer.from(`${signature}\0\0`, 'latin1'), tiff]));
};

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

  it('reads an orientation in either byte order, and wherever it stands among the entries', () => {
    for (const order of ['MM', 'II']) {
      expect(readImageHeader(jpegOf(exif([[SOMETHING_ELSE, 6]], { order }), frame()))).toEqual(UPRIGHT);
      expect(readImageHeader(jpegOf(exif([[ORIENTATION, 6]], { order }), frame()))).toEqual(SIDEWAYS);
      const second = exif(
        [
          [SOMETHING_ELSE, 1],
          [ORIENTATION, 6],
        ],
        { order },
      );
      expect(readImageHeader(jpegOf(second, frame()))).toEqual(SIDEWAYS);
    }
  });

  it('takes an image for upright whose EXIF tells none of the eight orientations', () => {
    for (const orientation of [0, 9, 0xffff])
      expect(readImageHeader(jpegOf(exif([[ORIENTATION, orientation]]), frame()))).toEqual(UPRIGHT);
  });

  it('reads no entry behind the end of the directory, and no EXIF in what is none', () => {
    const behind = exif(
      [
        [SOMETHING_ELSE, 1],
        [ORIENTATION, 6],
      ],
      { entries: 1 },
    );
    expect(readImageHeader(jpegOf(behind, frame()))).toEqual(UPRIGHT);
    const other = exif([[ORIENTATION, 6]], { signature: 'http' });
    expect(readImageHeader(jpegOf(other, frame()))).toEqual(UPRIGHT);
  });

  it('finds the frame by each of its markers, and in none of the tables between them', () => {
    const tables = [0xc4, 0xc8, 0xcc];
    for (let marker = 0xc0; marker <= 0xcf; marker += 1) {
      const expected = tables.includes(marker) ? undefined : UPRIGHT;
      expect(readImageHeader(jpegOf(frame(marker)))).toEqual(expected);
    }
    for (const marker of [...tables, 0xbf, 0xd0, 0xdb, 0xfe]) {
      const other = segment(marker, Buffer.from([8, 0, 1, 0, 2, 3]));
      expect(readImageHeader(jpegOf(other, frame()))).toEqual(UPRIGHT);
    }
  });

  it('refuses a JPEG without its start, with pixels before a frame, or with bytes between segments', () => {
    expect(readImageHeader(jpegOf(frame()).subarray(2))).toBeUndefined();
    expect(readImageHeader(Buffer.concat([Buffer.from([0xff, 0xd9]), frame()]))).toBeUndefined();
    expect(readImageHeader(jpegOf(segment(0xda, Buffer.alloc(4)), frame()))).toBeUndefined();
    expect(readImageHeader(jpegOf(Buffer.from([0, 0xc0, 0, 8, 8, 0, 40, 0, 50, 3])))).toBeUndefined();
  });

  it('refuses a PNG with another signature, or another chunk before its header', async () => {
    const png = await anImage(50, 40).png().toBuffer();
    for (const at of [0, 3, 7, 12, 15]) {
      const changed = Buffer.from(png);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(readImageHeader(changed)).toBeUndefined();
    }
    // all that is read of it
    expect(readImageHeader(png.subarray(0, 24))).toEqual({ format: 'png', widthPx: 50, heightPx: 40 });
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
    for (const at of [16, 20]) {
      const flat = Buffer.from(png);
      flat.writeUInt32BE(0, at);
      expect(readImageHeader(flat)).toBeUndefined();
    }
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
