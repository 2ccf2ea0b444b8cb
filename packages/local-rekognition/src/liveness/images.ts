import sharp, { type Sharp } from 'sharp';
import type { RawImage } from '../faces/analysis.ts';

/** An image in an answer's bytes is no larger. @see AuditImage.Bytes of the service model: max 204800 */
export const MAX_IMAGE_BYTES = 204_800;

/** Good enough that the compression costs a face no measurable sharpness. */
const JPEG_QUALITY = 92;
const LOWEST_JPEG_QUALITY = 60;
const QUALITY_STEP = 8;
const SCALE_STEP = 0.8;

/**
 * The image as a JPEG of at most `maxBytes`: compressed harder
 * first, made smaller after that. Boxes are ratios and stay right.
 */
export async function encodeJpeg(image: RawImage, maxBytes: number): Promise<Buffer> {
  let width = image.width;
  for (;;) {
    for (let quality = JPEG_QUALITY; quality >= LOWEST_JPEG_QUALITY; quality -= QUALITY_STEP) {
      const jpeg = await pixels(image).resize({ width }).jpeg({ quality }).toBuffer();
      if (jpeg.length <= maxBytes) return jpeg;
    }
    width = Math.round(width * SCALE_STEP);
  }
}

/** A part of an image; all four in pixels. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of the image, scaled down to fit `maxWidth` x `maxHeight`; never enlarged. */
export async function cutOut(
  image: RawImage,
  window: Window,
  maxWidth: number,
  maxHeight: number,
): Promise<RawImage> {
  const { data, info } = await pixels(image)
    .extract(window)
    .resize({ width: maxWidth, height: maxHeight, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function pixels({ data, width, height }: RawImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}
