import type { Affine } from './affine.ts';
import { takeFloats } from './float-buffers.ts';
import { AS_IT_IS, type ImagePyramid, type Tone } from './image-pyramid.ts';

/** A square cut out of an image: a plane each of red, green and blue, 0..255 where no tone was asked for. */
export interface Chip {
  readonly data: Float32Array;
  /** Pixels a side. */
  readonly size: number;
}

/**
 * Cuts a chip out of an image by bilinear interpolation. What lies outside of the image is black.
 *
 * @param map takes pixels of the chip to pixels of the image
 */
export function warp(image: ImagePyramid, map: Affine, size: number, tone: Tone = AS_IT_IS): Chip {
  const planes = image.sample(map, size, tone);
  const data = takeFloats(planes.length);
  data.set(planes);
  return { data, size };
}

/** The chip with left and right exchanged. */
export function mirror({ data, size }: Chip): Chip {
  const mirrored = takeFloats(data.length);
  mirrored.set(data);
  for (let row = 0; row < 3 * size; row++) mirrored.subarray(row * size, (row + 1) * size).reverse();
  return { data: mirrored, size };
}
