import type { FaceMesh } from '../detection/face-mesh.ts';
import { type Affine, chipToImage } from '../imaging/affine.ts';
import type { ImagePyramid } from '../imaging/image-pyramid.ts';

/** Pixels a side that a face is judged in; a smaller one is not blown up to it, which would blur it. */
const MAX_CHIP = 128;
const MIN_CHIP = 32;

/** Brightness and sharpness of the face alone, 0..100 each. */
export function quality(image: ImagePyramid, mesh: FaceMesh): { brightness: number; sharpness: number } {
  const size = Math.round(Math.min(MAX_CHIP, Math.max(MIN_CHIP, mesh.square.side)));
  const map = chipToImage(mesh.square, size);
  const gray = image.sampleLuma(map, size);
  const pixels = facePixels(image, map, size);
  return { brightness: brightness(gray, pixels), sharpness: sharpness(gray, pixels, size) };
}

/** A face whose luma is this share of full white is as bright as can be; well lit ones have 0.4 to 0.75. */
const FULL_BRIGHTNESS = 0.83;

function brightness(gray: Float32Array, pixels: Int32Array): number {
  let sum = 0;
  for (const index of pixels) sum += gray[index] as number;
  return Math.min(100, (100 * sum) / Math.max(1, pixels.length) / 255 / FULL_BRIGHTNESS);
}

/**
 * Decades of (mean squared Laplacian / variance): faces blurred by a fiftieth of their size had -1.9 at most, the softest
 * of our portraits -1.3. The scale puts 25 between them.
 */
const BLURRED_DECADES = -2.45;
const SHARP_DECADES = -0.3;

function sharpness(gray: Float32Array, pixels: Int32Array, size: number): number {
  let energy = 0;
  let sum = 0;
  let squares = 0;
  for (const index of pixels) {
    const center = gray[index] as number;
    const around =
      (gray[index - 1] as number) +
      (gray[index + 1] as number) +
      (gray[index - size] as number) +
      (gray[index + size] as number);
    energy += (around - 4 * center) ** 2;
    sum += center;
    squares += center * center;
  }
  const count = Math.max(1, pixels.length);
  const variance = squares / count - (sum / count) ** 2;
  const decades = Math.log10(Math.max(energy / count / Math.max(variance, 1), 1e-9));
  const share = (decades - BLURRED_DECADES) / (SHARP_DECADES - BLURRED_DECADES);
  return 100 * Math.min(1, Math.max(0, share));
}

/**
 * The ellipse that a face fills in its square, without hair and background, as far as the image goes: the black beyond
 * its edge would be a sharp line.
 */
function facePixels(image: ImagePyramid, map: Affine, size: number): Int32Array {
  const radius = size / 2;
  const edge = 2 * Math.hypot(map.xx, map.yx);
  const right = image.width - 1 - edge;
  const bottom = image.height - 1 - edge;
  const pixels = new Int32Array(size * size);
  let count = 0;
  for (let y = 1; y < size - 1; y++) {
    const down = (y + 0.5 - radius) / (0.95 * radius);
    for (let x = 1; x < size - 1; x++) {
      const across = (x + 0.5 - radius) / (0.8 * radius);
      if (across * across + down * down > 1) continue;
      // written out: this runs over every pixel of every face
      const imageX = map.xx * x + map.xy * y + map.x0;
      const imageY = map.yx * x + map.yy * y + map.y0;
      if (imageX < edge || imageX > right || imageY < edge || imageY > bottom) continue;
      pixels[count++] = y * size + x;
    }
  }
  return pixels.subarray(0, count);
}
