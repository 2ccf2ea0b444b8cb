import type { Sensitivity } from '../kernel/sensitivity.ts';
import { cropAround, isTooSmall, MAX_SIDE_PX, needsScaling, WHOLE } from './domain/image-rules.ts';
import { type BoundingBox, faceSizePx, type ImageSize } from './domain/quality-gate.ts';
import type { EditedImage, ImageEditor } from './ports/image-editor.ts';

/** An image to send to Rekognition: the original, scaled down, or cropped to the face. */
export interface PreparedImage extends EditedImage {
  /** False for the unchanged original. */
  readonly edited: boolean;
  /** The part of the original that it shows. */
  readonly part: BoundingBox;
}

/**
 * Scales an image down to at most Full HD and 5 MB: more only costs time (whitepaper 5.5).
 * @param size of the original, from its header
 * @returns undefined if it cannot be decoded
 */
export async function prepareImage(
  original: Uint8Array,
  { widthPx, heightPx }: ImageSize,
  editor: Pick<ImageEditor, 'edit'>,
): Promise<PreparedImage | undefined> {
  if (!needsScaling({ widthPx, heightPx }, original.byteLength))
    return { bytes: original, widthPx, heightPx, edited: false, part: WHOLE };
  const scaled = await editor.edit(original, MAX_SIDE_PX);
  return scaled && { ...scaled, edited: true, part: WHOLE };
}

/**
 * Crops a face, or the box around several, with a margin
 * from the original, to keep all of its pixels (whitepaper 5.5 and 6.1).
 * @returns undefined if it would be too small for Rekognition, or cannot be decoded
 */
export async function cropFace(
  original: Uint8Array,
  { widthPx, heightPx }: ImageSize,
  box: BoundingBox,
  editor: Pick<ImageEditor, 'edit'>,
): Promise<PreparedImage | undefined> {
  const part = cropAround(box);
  if (isTooSmall({ widthPx: part.width * widthPx, heightPx: part.height * heightPx })) return undefined;
  const cropped = await editor.edit(original, MAX_SIDE_PX, part);
  return cropped && { ...cropped, edited: true, part };
}

/** A flow's rules for the face in an image. */
export interface FaceRules {
  readonly sensitivity: Sensitivity;
  /** Width and height that a face must exceed. */
  readonly minFacePx: number;
}

/**
 * Crops the face in sensitive flows (whitepaper 6.1), and where it is large enough only in the original
 * (whitepaper 5.5).
 * @param prepared the whole image
 * @returns the whole image if nothing is to be cropped, or the face is too small for that
 */
export async function showFace(
  original: Uint8Array,
  size: ImageSize,
  prepared: PreparedImage,
  face: BoundingBox,
  { sensitivity, minFacePx }: FaceRules,
  editor: Pick<ImageEditor, 'edit'>,
): Promise<PreparedImage> {
  if (sensitivity !== 'sensitive' && !isScaledTooFar(face, prepared, minFacePx)) return prepared;
  return (await cropFace(original, size, face, editor)) ?? prepared;
}

/** Whether a face is too small in an image that was scaled down; in the original it may be large enough. */
export const isScaledTooFar = (face: BoundingBox, prepared: PreparedImage, minFacePx: number): boolean =>
  prepared.edited && faceSizePx(face, prepared) <= minFacePx;
