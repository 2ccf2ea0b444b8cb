const LITTLE_ENDIAN = 0x4949;
const BIG_ENDIAN = 0x4d4d;
const TIFF_MAGIC = 42;
const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;
/** Bytes of each type of whole numbers (TIFF 6.0, section 2): some cameras write others than SHORT. */
const BYTES_OF_TYPE: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4, 6: 1, 8: 2, 9: 4 };

/**
 * Whether EXIF turns its image by 90 degrees, which swaps width and height: orientations 5 to 8.
 * @param tiff TIFF block of the EXIF; a damaged one has no orientation, and its image stays usable
 */
export function isSideways(tiff: DataView): boolean {
  const orientation = orientationOf(tiff) ?? 1;
  return orientation >= 5 && orientation <= 8;
}

function orientationOf(tiff: DataView): number | undefined {
  try {
    const order = tiff.getUint16(0);
    const littleEndian = order === LITTLE_ENDIAN;
    if (!littleEndian && order !== BIG_ENDIAN) return undefined;
    if (tiff.getUint16(2, littleEndian) !== TIFF_MAGIC) return undefined;
    const directory = tiff.getUint32(4, littleEndian);
    const entries = tiff.getUint16(directory, littleEndian);
    // an entry that is cut off is none
    const whole = Math.floor((tiff.byteLength - directory - 2) / ENTRY_BYTES);
    for (let index = 0; index < Math.min(entries, whole); index += 1) {
      const at = directory + 2 + index * ENTRY_BYTES;
      if (tiff.getUint16(at, littleEndian) === ORIENTATION_TAG) return wholeNumberAt(tiff, at, littleEndian);
    }
  } catch {
    // reading past the end, the only possible error here: the block is cut off
  }
  return undefined;
}

function wholeNumberAt(tiff: DataView, entry: number, littleEndian: boolean): number | undefined {
  if (tiff.getUint32(entry + 4, littleEndian) === 0) return undefined;
  switch (BYTES_OF_TYPE[tiff.getUint16(entry + 2, littleEndian)]) {
    case 1:
      return tiff.getUint8(entry + 8);
    case 2:
      return tiff.getUint16(entry + 8, littleEndian);
    case 4:
      return tiff.getUint32(entry + 8, littleEndian);
    default:
      return undefined;
  }
}
