import type { ImageSize } from './quality-gate.ts';

export interface ImageHeader extends ImageSize {
  readonly format: 'jpeg' | 'png';
}

/**
 * Reads format and size from the first bytes of an image, without decoding it. Width and height are
 * those of the upright image: an EXIF orientation that turns it sideways swaps them, as in Rekognition.
 * @returns undefined for anything but a JPEG or PNG with a size
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const header = readPng(view) ?? readJpeg(view);
    return header && header.widthPx > 0 && header.heightPx > 0 ? header : undefined;
  } catch {
    // reading past the end, the only possible error here: the image is truncated within its header
    return undefined;
  }
}

const PNG_SIGNATURE = 0x89504e470d0a1a0an;
const PNG_HEADER_CHUNK = 0x49484452;

function readPng(view: DataView): ImageHeader | undefined {
  if (view.byteLength < 24 || view.getBigUint64(0) !== PNG_SIGNATURE) return undefined;
  if (view.getUint32(12) !== PNG_HEADER_CHUNK) return undefined;
  return { format: 'png', widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
}

const JPEG_START_OF_IMAGE = 0xffd8;
const JPEG_START_OF_SCAN = 0xda;
const JPEG_EXIF = 0xe1;
/** Markers C0 to CF start a frame, except these three: Huffman tables, a reserved one, arithmetic tables. */
const JPEG_NO_FRAME = [0xc4, 0xc8, 0xcc];

function readJpeg(view: DataView): ImageHeader | undefined {
  if (view.getUint16(0) !== JPEG_START_OF_IMAGE) return undefined;
  let sideways = false;
  let offset = 2;
  while (offset < view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      // fill byte before a marker
      offset += 1;
      continue;
    }
    if (marker === JPEG_START_OF_SCAN) return undefined;
    const length = view.getUint16(offset + 2);
    if (marker === JPEG_EXIF) sideways = isSideways(readExifOrientation(view, offset + 4));
    if (marker >= 0xc0 && marker <= 0xcf && !JPEG_NO_FRAME.includes(marker)) {
      const heightPx = view.getUint16(offset + 5);
      const widthPx = view.getUint16(offset + 7);
      return sideways
        ? { format: 'jpeg', widthPx: heightPx, heightPx: widthPx }
        : { format: 'jpeg', widthPx, heightPx };
    }
    offset += 2 + length;
  }
  return undefined;
}

/** EXIF orientations 5 to 8 turn the image by 90 degrees. */
const isSideways = (orientation: number | undefined) =>
  orientation !== undefined && orientation >= 5 && orientation <= 8;

const EXIF_SIGNATURE = 0x45786966;
const TIFF_LITTLE_ENDIAN = 0x4949;
const ORIENTATION_TAG = 0x0112;
const TIFF_ENTRY_BYTES = 12;

/** @param offset where the payload of an APP1 segment begins */
function readExifOrientation(view: DataView, offset: number): number | undefined {
  if (view.getUint32(offset) !== EXIF_SIGNATURE) return undefined;
  const tiff = offset + 6;
  const littleEndian = view.getUint16(tiff) === TIFF_LITTLE_ENDIAN;
  const directory = tiff + view.getUint32(tiff + 4, littleEndian);
  const entries = view.getUint16(directory, littleEndian);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * TIFF_ENTRY_BYTES;
    if (view.getUint16(entry, littleEndian) === ORIENTATION_TAG)
      return view.getUint16(entry + 8, littleEndian);
  }
  return undefined;
}
