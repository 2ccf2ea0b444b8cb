import { cropAround, MAX_SIDE_PX, MIN_SIDE_PX, needsScaling } from './domain/image-rules.ts';
import type { BoundingBox, ImageSize } from './domain/quality-gate.ts';
import type { EditedImage, ImageEditor } from './ports/image-editor.ts';

/** An image as Rekognition is shown it: the original, or scaled down, or the face alone. */
export interface PreparedImage extends EditedImage {
  /** False where it is the original, byte by byte. */
  readonly edited: boolean;
}

/**
 * An image of at most Full HD and 5 MB: more only costs time (whitepaper 5.5).
 * @param size of the original, as its header tells it
 * @returns undefined where it cannot be decoded
 */
export async function prepareImage(
  original: Uint8Array,
  { widthPx, heightPx }: ImageSize,
  editor: ImageEditor,
): Promise<PreparedImage | undefined> {
  if (!needsScaling({ widthPx, heightPx }, original.byteLength))
    return { bytes: original, widthPx, heightPx, edited: false };
  const scaled = await editor.edit(original, MAX_SIDE_PX);
  return scaled && { ...scaled, edited: true };
}

/**
 * The face of an image alone, with a margin, cut out of the original for all of its pixels (whitepaper 5.5 and 6.1).
 * @returns undefined where it would be smaller than Rekognition takes, or cannot be decoded
 */
export async function cropFace(
  original: Uint8Array,
  { widthPx, heightPx }: ImageSize,
  box: BoundingBox,
  editor: ImageEditor,
): Promise<PreparedImage | undefined> {
  const part = cropAround(box);
  if (Math.min(part.width * widthPx, part.height * heightPx) < MIN_SIDE_PX) return undefined;
  const cropped = await editor.edit(original, MAX_SIDE_PX, part);
  return cropped && { ...cropped, edited: true };
}
