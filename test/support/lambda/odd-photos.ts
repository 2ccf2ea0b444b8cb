import fc from 'fast-check';
import {
  chunk,
  exif,
  ORIENTATION,
  partsOfJpeg,
  SOMETHING_ELSE,
  segment,
  type TiffType,
  tiff,
  withParts,
} from './image-segments.ts';

const orientations = fc.integer({ min: 0, max: 9 });
const blocks = fc.oneof(
  fc
    .record({
      orientation: orientations,
      order: fc.constantFrom('MM', 'II'),
      type: fc.constantFrom<TiffType>(1, 3, 4),
      before: fc.boolean(),
    })
    .map(({ orientation, before, ...form }) =>
      tiff([...(before ? [[SOMETHING_ELSE, 1] as const] : []), [ORIENTATION, orientation]], form),
    ),
  // damaged: cut off anywhere, pointing past the end, or no TIFF at all
  fc
    .record({ orientation: orientations, keep: fc.nat(26) })
    .map(({ orientation, keep }) => tiff([[ORIENTATION, orientation]]).subarray(0, keep)),
  fc.constant(Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0x27, 0x10])),
  fc.constant(tiff([[ORIENTATION, 6]], { entries: 99 })),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.concat([Buffer.from('none'), bytes])),
);

/** What cameras, editors and messengers put between the segments of a JPEG. */
const jpegParts = fc.oneof(
  blocks.map((block) => exif(block)),
  fc.constantFrom(
    // EXIF of which only the name is left
    segment(0xe1, Buffer.from('Exif')),
    segment(0xe1, Buffer.from('Exif\0\0')),
    segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')),
    segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1')),
    segment(0xe2, Buffer.from('MPF\0II*\0', 'latin1')),
    segment(0xfe, Buffer.from('a comment')),
    segment(0xfe, Buffer.alloc(0)),
    // a length that does not cover itself
    Buffer.from([0xff, 0xfe, 0, 0]),
    // markers without a length
    Buffer.from([0xff, 0xd0]),
    Buffer.from([0xff, 0x01]),
  ),
  // fill bytes before a marker
  fc
    .integer({ min: 1, max: 5 })
    .map((length) => Buffer.concat([Buffer.alloc(length, 0xff), segment(0xfe, Buffer.from('filled'))])),
  // stray bytes before the next marker, of which an FF is followed by a zero
  fc
    .uint8Array({ minLength: 1, maxLength: 30 })
    .map((bytes) => Buffer.from([...bytes].flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))),
);

const pngParts = fc.oneof(
  blocks.map((block) => chunk('eXIf', block)),
  fc.constantFrom(
    chunk('eXIf', Buffer.alloc(0)),
    chunk('tEXt', Buffer.from('Comment\0hello', 'latin1')),
    chunk('iTXt', Buffer.from('XML:com.adobe.xmp\0\0\0\0\0<x/>', 'latin1')),
    chunk('prVt', Buffer.from('private')),
  ),
);

const placed = (parts: fc.Arbitrary<Buffer>) =>
  fc.array(fc.record({ bytes: parts, place: fc.nat(20) }), { maxLength: 5 });

/** The same JPEG with odd parts in its header; Samsung's phones write Se = 0 in front of the pixels. */
export const oddJpegs = (jpeg: Buffer): fc.Arbitrary<Buffer> =>
  fc.record({ parts: placed(jpegParts), endOfSpectrum: fc.constantFrom(0, 63) }).map((odd) => {
    const { segments, pixels } = partsOfJpeg(jpeg);
    const header = Buffer.from(pixels);
    // the last but one byte of the scan's header (ITU-T T.81, B.2.3)
    header[2 + header.readUInt16BE(2) - 2] = odd.endOfSpectrum;
    return Buffer.concat([jpeg.subarray(0, 2), ...withParts(segments, odd.parts), header]);
  });

/** The same PNG with odd chunks behind its header. */
export const oddPngs = (png: Buffer): fc.Arbitrary<Buffer> =>
  placed(pngParts).map((parts) => {
    const chunks: Buffer[] = [];
    for (let at = 33; at < png.length; at += 12 + png.readUInt32BE(at))
      chunks.push(png.subarray(at, at + 12 + png.readUInt32BE(at)));
    // none behind the end
    return Buffer.concat([
      png.subarray(0, 33),
      ...withParts(chunks.slice(0, -1), parts),
      ...chunks.slice(-1),
    ]);
  });
