/** Second byte of a marker (ITU-T T.81, table B.1). */
const FIRST_FRAME = 0xc0;
const LAST_FRAME = 0xcf;
/** Of the range of frames these are none: Huffman tables, an extension, and arithmetic conditions. */
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
const START_OF_SCAN = 0xda;
const START_OF_IMAGE_BYTES = 2;
const MARKER_BYTES = 2;
/** From the marker to the end of the width. */
const FRAME_HEADER_BYTES = 9;
const APP1 = 0xe1;
/** The first marker behind SOS that has a length; those in between stand alone, as does a fill byte. */
const FIRST_TABLE = 0xdb;
const FILL = 0xff;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Pixels of a JPEG as its frame says them. Gives nothing where that is not all that there is to know: it may
 * have an EXIF orientation, or it is damaged.
 */
export function plainJpegSize(image: Buffer): Size | undefined {
  let size: Size | undefined;
  let at = START_OF_IMAGE_BYTES;
  while (at + FRAME_HEADER_BYTES <= image.length && image[at] === 0xff) {
    const marker = image[at + 1] as number;
    if (marker === START_OF_SCAN) return size;
    if (marker < FIRST_FRAME || marker === APP1 || marker === FILL) return undefined;
    if (marker > LAST_FRAME && marker < FIRST_TABLE) return undefined;
    if (marker <= LAST_FRAME && !NO_FRAMES.includes(marker)) {
      // behind the marker: two bytes of length, one of precision
      size = { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) };
      if (size.height === 0 || size.width === 0) return undefined;
    }
    at += MARKER_BYTES + image.readUInt16BE(at + MARKER_BYTES);
  }
  return undefined;
}
