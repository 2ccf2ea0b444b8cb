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
  const face = facePixels(image, map, image.sampleLuma(map, size), size);
  return { brightness: brightness(face), sharpness: sharpness(face) };
}

/** Means of the luma, its square and its squared Laplacian over the pixels of a face. */
interface FacePixels {
  readonly luma: number;
  readonly squares: number;
  readonly energy: number;
}

/** A face whose luma is this share of full white is as bright as can be; well lit ones have 0.4 to 0.75. */
const FULL_BRIGHTNESS = 0.83;

function brightness({ luma }: FacePixels): number {
  return Math.min(100, (100 * luma) / 255 / FULL_BRIGHTNESS);
}

/**
 * Decades of (mean squared Laplacian / variance): faces blurred by a fiftieth of their size had -1.9 at most,
 * the softest of our portraits -1.3. The scale puts 25 between them.
 */
const BLURRED_DECADES = -2.45;
const SHARP_DECADES = -0.3;

function sharpness({ luma, squares, energy }: FacePixels): number {
  const variance = squares - luma ** 2;
  const decades = Math.log10(Math.max(energy / Math.max(variance, 1), 1e-9));
  const share = (decades - BLURRED_DECADES) / (SHARP_DECADES - BLURRED_DECADES);
  return 100 * Math.min(1, Math.max(0, share));
}

/**
 * Over the ellipse that a face fills in its square, without hair and background, as far as the image goes:
 * the black beyond its edge would be a sharp line. All are 0 of a face without a pixel.
 */
function facePixels(image: ImagePyramid, map: Affine, gray: Float32Array, size: number): FacePixels {
  const radius = size / 2;
  const edge = 2 * Math.hypot(map.xx, map.yx);
  const right = image.width - 1 - edge;
  const bottom = image.height - 1 - edge;
  let [count, sum, squares, energy] = [0, 0, 0, 0];
  for (let y = 1; y < size - 1; y++) {
    const down = (y + 0.5 - radius) / (0.95 * radius);
    for (let x = 1; x < size - 1; x++) {
      const across = (x + 0.5 - radius) / (0.8 * radius);
      if (across * across + down * down > 1) continue;
      // written out: this runs over every pixel of every face
      const imageX = map.xx * x + map.xy * y + map.x0;
      const imageY = map.yx * x + map.yy * y + map.y0;
      if (imageX < edge || imageX > right || imageY < edge || imageY > bottom) continue;
      const at = y * size + x;
      const center = gray[at] as number;
      const around =
        (gray[at - 1] as number) +
        (gray[at + 1] as number) +
        (gray[at - size] as number) +
        (gray[at + size] as number);
      count++;
      sum += center;
      squares += center * center;
      energy += (around - 4 * center) ** 2;
    }
  }
  const pixels = Math.max(1, count);
  return { luma: sum / pixels, squares: squares / pixels, energy: energy / pixels };
}
