import type { ReasonCode } from '../../kernel/reason-code.ts';
import { type ImageHeader, readImageHeader } from './image-header.ts';
import type { BoundingBox, ImageRole, ImageSize } from './quality-gate.ts';

/** Rekognition refuses smaller images. */
export const MIN_SIDE_PX = 80;
/** Larger images are refused before they are decoded: 100 megapixels take 300 MB of memory. */
export const MAX_PIXELS = 100_000_000;
/** Full HD; larger images only cost time (whitepaper 5.5). */
export const MAX_SIDE_PX = 1920;
/** Maximum image bytes in a request to Rekognition. */
export const MAX_REQUEST_BYTES = 5_242_880;
/** Maximum upload, equal to Rekognition's limit for images in S3. */
export const MAX_UPLOAD_BYTES = 15_728_640;

export type ImageVerdict =
  | { readonly usable: true; readonly header: ImageHeader }
  | { readonly usable: false; readonly reason: ReasonCode };

/** Whether Rekognition would refuse an image, as it is or scaled down: of a long strip, little is left. */
export function isTooSmall({ widthPx, heightPx }: ImageSize): boolean {
  const scale = Math.min(1, MAX_SIDE_PX / Math.max(widthPx, heightPx));
  return Math.floor(Math.min(widthPx, heightPx) * scale) < MIN_SIDE_PX;
}

/** Checks an image by its header, without decoding it and without a billed call. */
export function judgeImage(bytes: Uint8Array, role: ImageRole): ImageVerdict {
  const header = readImageHeader(bytes);
  const refuse = (reason: 'image_format_unsupported' | 'image_too_small' | 'image_too_large') => ({
    usable: false as const,
    reason: role === 'selfie' ? reason : (`document_${reason}` as const),
  });
  if (!header) return refuse('image_format_unsupported');
  if (isTooSmall(header)) return refuse('image_too_small');
  if (header.widthPx * header.heightPx > MAX_PIXELS) return refuse('image_too_large');
  return { usable: true, header };
}

export const needsScaling = (image: ImageSize, bytes: number): boolean =>
  Math.max(image.widthPx, image.heightPx) > MAX_SIDE_PX || bytes > MAX_REQUEST_BYTES;

/** The box of a whole image. */
export const WHOLE: BoundingBox = { left: 0, top: 0, width: 1, height: 1 };

/** Margin around a cropped face, as a share of its size: detectors need hair and chin. */
const CROP_MARGIN = 0.5;

/** Returns the part of an image to crop for a face, with a margin, within the image. */
export function cropAround({ left, top, width, height }: BoundingBox): BoundingBox {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const [fromX, toX] = [clamp(left - width * CROP_MARGIN), clamp(left + width * (1 + CROP_MARGIN))];
  const [fromY, toY] = [clamp(top - height * CROP_MARGIN), clamp(top + height * (1 + CROP_MARGIN))];
  return { left: fromX, top: fromY, width: toX - fromX, height: toY - fromY };
}

/** Returns the smallest box around all boxes. */
export function boxAround(first: BoundingBox, others: readonly BoundingBox[]): BoundingBox {
  const boxes = [first, ...others];
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  return {
    left,
    top,
    width: Math.max(...boxes.map((box) => box.left + box.width)) - left,
    height: Math.max(...boxes.map((box) => box.top + box.height)) - top,
  };
}

/** Converts a box of an image to shares of a part of it. */
export const withinPart = (box: BoundingBox, part: BoundingBox): BoundingBox => ({
  left: (box.left - part.left) / part.width,
  top: (box.top - part.top) / part.height,
  width: box.width / part.width,
  height: box.height / part.height,
});
