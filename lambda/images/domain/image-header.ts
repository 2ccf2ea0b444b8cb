import { isSideways } from './exif-orientation.ts';
import type { ImageSize } from './quality-gate.ts';

export interface ImageHeader extends ImageSize {
  readonly format: 'jpeg' | 'png';
}

interface StoredImage {
  readonly header: ImageHeader | undefined;
  /** The TIFF block of the first EXIF; decoders ignore all others. */
  readonly exif: DataView | undefined;
}

/**
 * Reads format and size from the first bytes of an image, without decoding it. Width and height are
 * those of the upright image: an EXIF orientation that turns it sideways swaps them, as in Rekognition.
 * Takes what decoders take: stray bytes between segments and damaged EXIF are passed over.
 * @returns undefined for anything but a JPEG or PNG with a size
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, exif } = readPng(view) ?? readJpeg(view);
  if (!header || header.widthPx === 0 || header.heightPx === 0) return undefined;
  return exif && isSideways(exif)
    ? { format: header.format, widthPx: header.heightPx, heightPx: header.widthPx }
    : header;
}

/** The bytes of a view from an offset on, or none where it is shorter. */
const part = (view: DataView, offset: number, length: number): DataView | undefined =>
  offset + length <= view.byteLength
    ? new DataView(view.buffer, view.byteOffset + offset, length)
    : undefined;

const PNG_SIGNATURE = 0x89504e470d0a1a0an;
const PNG_HEADER_CHUNK = 0x49484452;
const PNG_PIXELS_CHUNK = 0x49444154;
const PNG_EXIF_CHUNK = 0x65584966;
/** Length, name and checksum. */
const PNG_CHUNK_BYTES = 12;
const PNG_HEADER_END = 24;
/** First bytes of a TIFF block; libpng drops an EXIF chunk that begins with others. */
const TIFF_STARTS = [0x49492a00, 0x4d4d002a];

function readPng(view: DataView): StoredImage | undefined {
  if (view.byteLength < PNG_HEADER_END || view.getBigUint64(0) !== PNG_SIGNATURE) return undefined;
  if (view.getUint32(12) !== PNG_HEADER_CHUNK) return undefined;
  const header = { format: 'png', widthPx: view.getUint32(16), heightPx: view.getUint32(20) } as const;
  let offset = 8;
  while (offset + PNG_CHUNK_BYTES <= view.byteLength) {
    const length = view.getUint32(offset);
    const name = view.getUint32(offset + 4);
    if (name === PNG_PIXELS_CHUNK) break;
    const exif = name === PNG_EXIF_CHUNK && length >= 4 ? part(view, offset + 8, length) : undefined;
    if (exif && TIFF_STARTS.includes(exif.getUint32(0))) return { header, exif };
    offset += PNG_CHUNK_BYTES + length;
  }
  return { header, exif: undefined };
}

const JPEG_START_OF_IMAGE = 0xffd8;
const JPEG_APP1 = 0xe1;
/** Markers C0 to CF start a frame, except these three: Huffman tables, a reserved one, arithmetic tables. */
const JPEG_NO_FRAME = [0xc4, 0xc8, 0xcc];
/** Start of an image, its end, and start of its pixels: nothing behind them belongs to the header. */
const JPEG_HEADER_ENDS = [0xd8, 0xd9, 0xda];
/** From the length to the end of the width. */
const JPEG_FRAME_BYTES = 7;

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !JPEG_NO_FRAME.includes(marker);
/** FF00 is a pixel of value FF; TEM and RST0 to RST7 have no length (ITU-T T.81, B.1.1.3). */
const standsAlone = (marker: number) =>
  marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Walks the segments up to the pixels: EXIF may stand behind the frame. */
function readJpeg(view: DataView): StoredImage {
  let header: ImageHeader | undefined;
  let exif: DataView | undefined;
  if (view.byteLength < 2 || view.getUint16(0) !== JPEG_START_OF_IMAGE) return { header, exif };
  let offset = 2;
  while (offset + 4 <= view.byteLength) {
    const marker = view.getUint8(offset + 1);
    if (view.getUint8(offset) !== 0xff || marker === 0xff) {
      // a stray byte, or a fill byte before a marker
      offset += 1;
      continue;
    }
    if (standsAlone(marker)) {
      offset += 2;
      continue;
    }
    if (JPEG_HEADER_ENDS.includes(marker)) break;
    // decoders take a length that does not even cover itself for an empty segment
    const length = Math.max(2, view.getUint16(offset + 2));
    if (marker === JPEG_APP1) exif ??= readExif(view, offset + 4, length - 2);
    const frame = isFrame(marker) ? part(view, offset + 2, JPEG_FRAME_BYTES) : undefined;
    if (frame) header ??= { format: 'jpeg', widthPx: frame.getUint16(5), heightPx: frame.getUint16(3) };
    offset += 2 + length;
  }
  return { header, exif };
}

const EXIF_NAME = 0x45786966;
/** The name and two bytes of zero. */
const EXIF_NAME_BYTES = 6;

/** Returns the TIFF block of an APP1 segment; undefined without EXIF, or if only its name is left. */
function readExif(view: DataView, offset: number, length: number): DataView | undefined {
  if (length < EXIF_NAME_BYTES) return undefined;
  const payload = part(view, offset, length);
  if (payload?.getUint32(0) !== EXIF_NAME || payload.getUint16(4) !== 0) return undefined;
  return part(payload, EXIF_NAME_BYTES, length - EXIF_NAME_BYTES);
}
