import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../../lambda/images/adapters/sharp-image-editor.ts';
import { readImageHeader } from '../../../../lambda/images/domain/image-header.ts';
import { chunk, exif, ORIENTATION, segment, tiff } from '../../../support/lambda/image-segments.ts';
import { oddJpegs, oddPngs } from '../../../support/lambda/odd-photos.ts';

const anImage = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } });

const jpegOf = (...segments: Buffer[]) => Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments]);
/** A frame of 50 x 40 pixels, as the segment of a marker. */
const frame = (marker = 0xc0) => segment(marker, Buffer.from([8, 0, 40, 0, 50, 3]));
const UPRIGHT = { format: 'jpeg', widthPx: 50, heightPx: 40 };
const SIDEWAYS = { format: 'jpeg', widthPx: 40, heightPx: 50 };

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

  it('takes the orientation of the first EXIF, wherever it stands among the segments', () => {
    const sideways = exif(tiff([[ORIENTATION, 6]]));
    const upright = exif(tiff([[ORIENTATION, 1]]));
    const xmp = segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0'));
    for (const segments of [
      [sideways, frame()],
      [sideways, xmp, frame()],
      [xmp, sideways, frame()],
      [frame(), sideways],
      [sideways, upright, frame()],
      // only a name is no EXIF
      [segment(0xe1, Buffer.from('Exif')), sideways, frame()],
    ])
      expect(readImageHeader(jpegOf(...segments))).toEqual(SIDEWAYS);
    for (const segments of [
      [upright, sideways, frame()],
      [exif(tiff([[ORIENTATION, 6]]), 'http\0\0'), frame()],
      [exif(tiff([[ORIENTATION, 6]]), 'Exif\0\x01'), frame()],
      [exif(Buffer.alloc(0)), frame()],
    ])
      expect(readImageHeader(jpegOf(...segments))).toEqual(UPRIGHT);
  });

  it('takes the orientation of a PNG from the first chunk that begins like EXIF, before the pixels', async () => {
    const png = await anImage(50, 40).png().toBuffer();
    const pixels = png.indexOf('IDAT') - 4;
    const withChunks = (at: number, ...chunks: Buffer[]) =>
      Buffer.concat([png.subarray(0, at), ...chunks, png.subarray(at)]);
    const [sideways, upright] = [6, 1].map((value) => chunk('eXIf', tiff([[ORIENTATION, value]]))) as [
      Buffer,
      Buffer,
    ];
    const none = chunk('eXIf', Buffer.from('none'));
    expect(readImageHeader(withChunks(pixels, none, sideways, upright))).toMatchObject({ widthPx: 40 });
    expect(readImageHeader(withChunks(pixels, upright, sideways))).toMatchObject({ widthPx: 50 });
    expect(readImageHeader(withChunks(png.length - 12, sideways))).toMatchObject({ widthPx: 50 });
  });

  it('agrees with the decoder about the upright image, however its segments are ordered', async () => {
    const jpeg = await anImage(50, 40).jpeg().toBuffer();
    const png = await anImage(50, 40).png().toBuffer();
    await fc.assert(
      fc.asyncProperty(fc.oneof(oddJpegs(jpeg), oddPngs(png)), async (bytes) => {
        const { autoOrient } = await sharp(bytes).metadata();
        const size = { widthPx: autoOrient.width, heightPx: autoOrient.height };
        expect(readImageHeader(bytes)).toMatchObject(size);
        expect(await sharpImageEditor.edit(bytes, 1920)).toMatchObject(size);
      }),
      { numRuns: 300 },
    );
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

  it('refuses a JPEG without its start, or with pixels or its end before a frame', () => {
    expect(readImageHeader(jpegOf(frame()).subarray(2))).toBeUndefined();
    expect(readImageHeader(Buffer.concat([Buffer.from([0xff, 0xd9]), frame()]))).toBeUndefined();
    expect(readImageHeader(jpegOf(segment(0xda, Buffer.alloc(4)), frame()))).toBeUndefined();
    for (const marker of [0xd8, 0xd9, 0xda])
      expect(readImageHeader(jpegOf(Buffer.from([0xff, marker]), frame()))).toBeUndefined();
    expect(readImageHeader(jpegOf(Buffer.from([0, 0xc0, 0, 8, 8, 0, 40, 0, 50, 3])))).toBeUndefined();
  });

  it('passes over stray bytes, and markers without a length', () => {
    for (const stray of [
      [7, 7, 7],
      [0xff, 0x00],
      [0xff, 0x01],
      [0xff, 0xd0],
      [0xff, 0xd7],
      [0xff, 0xfe, 0, 0],
    ])
      expect(readImageHeader(jpegOf(Buffer.from(stray), frame()))).toEqual(UPRIGHT);
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
