const MARKER_BYTES = 2;
/** Of a segment's length, which counts itself. */
const LENGTH_BYTES = 2;
const COMMENT_MARKER = 0xfffe;

/** Size of a comment in a JPEG. */
export const commentBytes = (text: string): number => MARKER_BYTES + LENGTH_BYTES + Buffer.byteLength(text);

/**
 * Returns a JPEG with a comment that no decoder shows: the same picture in other bytes.
 * @param jpeg begins with a JFIF segment, as every JPEG of libjpeg does
 */
export function withComment(jpeg: Buffer, text: string): Buffer {
  const header = Buffer.alloc(MARKER_BYTES + LENGTH_BYTES);
  header.writeUInt16BE(COMMENT_MARKER, 0);
  header.writeUInt16BE(LENGTH_BYTES + Buffer.byteLength(text), MARKER_BYTES);
  // JFIF has its own segment right after the start of the image (JFIF 1.02, page 2)
  const end = 2 * MARKER_BYTES + jpeg.readUInt16BE(2 * MARKER_BYTES);
  return Buffer.concat([jpeg.subarray(0, end), header, Buffer.from(text), jpeg.subarray(end)]);
}
