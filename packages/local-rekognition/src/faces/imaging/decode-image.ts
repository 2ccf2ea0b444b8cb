import sharp, { type Sharp } from 'sharp';
import type { RawImage } from '../analysis.ts';
import { ImageError } from '../image-error.ts';
import { plainJpegSize } from './jpeg-header.ts';

/** The published minimum of Rekognition: 80 pixels for both height and width. */
const MIN_SIDE_PX = 80;
/** Ours, against decompression bombs: a photo of the largest phone cameras has fewer. */
const MAX_PIXELS = 110_000_000;

export interface DecodedImage extends RawImage {
  /** Pixels of the upright image before it was made smaller. */
  readonly fullWidth: number;
  readonly fullHeight: number;
  readonly orientationCorrected: boolean;
}

/**
 * Decodes a JPEG or PNG to upright RGB of 8 bits: CMYK, gray, 16 bit and palettes converted, transparency
 * laid on white, of an animation its first frame.
 *
 * @param maxSide larger images are shrunk to this longer side, in pixels
 * @throws ImageError when it is another format, broken, too large or too small
 */
export async function decodeImage(image: Buffer, maxSide = Number.POSITIVE_INFINITY): Promise<DecodedImage> {
  const { width, height, orientation } = await imageHeader(image);
  const [fullWidth, fullHeight] = orientation >= 5 ? [height, width] : [width, height];
  const shrink = Math.min(1, maxSide / Math.max(width, height));
  const upright = openImage(image).autoOrient();
  if (shrink < 1) {
    upright.resize({
      width: Math.max(1, Math.round(fullWidth * shrink)),
      height: Math.max(1, Math.round(fullHeight * shrink)),
      fit: 'fill',
    });
  }
  const { data, info } = await readable(
    upright
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  return {
    data: info.channels === 1 ? grayToRgb(data) : data,
    width: info.width,
    height: info.height,
    fullWidth,
    fullHeight,
    orientationCorrected: orientation > 1,
  };
}

interface ImageSize {
  /** Pixels as stored, before the orientation is undone. */
  readonly width: number;
  readonly height: number;
  /** EXIF's 1..8; 5 and above lie on their side. 1 when the image does not say. */
  readonly orientation?: number;
}

/** Reads format and size without decoding a pixel, and refuses what must not be decoded. */
async function imageHeader(image: Buffer): Promise<Required<ImageSize>> {
  if (!isJpeg(image) && !isPng(image)) {
    throw new ImageError(
      'InvalidImageFormat',
      'The image is neither JPEG nor PNG. Send one of these formats.',
    );
  }
  const {
    width,
    height,
    orientation = 1,
  }: ImageSize = plainJpegSize(image) ?? (await readable(openImage(image).metadata()));
  if (width * height > MAX_PIXELS) {
    throw new ImageError(
      'ImageTooLarge',
      `The image has ${width} x ${height} pixels; at most ${MAX_PIXELS} are read. Scale it down.`,
    );
  }
  if (width < MIN_SIDE_PX || height < MIN_SIDE_PX) {
    throw new ImageError(
      'ImageTooSmall',
      `The image has ${width} x ${height} pixels; both sides need ${MIN_SIDE_PX} at least. Send a larger one.`,
    );
  }
  return { width, height, orientation };
}

/** A reader that stops at the first damage, and keeps nothing of what it read. */
function openImage(image: Buffer): Sharp {
  return sharp(image, { failOn: 'error', limitInputPixels: false, sequentialRead: true });
}

async function readable<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    throw new ImageError('InvalidImageFormat', 'The image is damaged and cannot be decoded. Send it again.', {
      cause: error,
    });
  }
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function isPng(image: Buffer): boolean {
  return image.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
}

function isJpeg(image: Buffer): boolean {
  return image[0] === 0xff && image[1] === 0xd8 && image[2] === 0xff;
}

function grayToRgb(gray: Buffer): Uint8Array {
  const data = new Uint8Array(gray.length * 3);
  for (let i = 0; i < gray.length; i++) data.fill(gray[i] as number, 3 * i, 3 * i + 3);
  return data;
}
