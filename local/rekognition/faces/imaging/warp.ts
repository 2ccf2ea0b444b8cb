import type { Affine } from './affine.ts';
import type { ImagePyramid } from './image-pyramid.ts';

/** Pixels cut out of an image: RGB interleaved, 0..255, not rounded. */
export interface Chip {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Cuts a chip out of an image by bilinear interpolation on the pyramid's fitting level.
 * What lies outside of the image is black.
 *
 * @param map takes pixels of the chip to pixels of the image
 */
export function warp(pyramid: ImagePyramid, map: Affine, width: number, height = width): Chip {
  const shrink = Math.sqrt(Math.abs(map.xx * map.yy - map.xy * map.yx));
  const level = Math.max(0, Math.floor(Math.log2(Math.max(shrink, 1))));
  const image = pyramid.level(level);
  const scaleX = image.width / pyramid.width;
  const scaleY = image.height / pyramid.height;
  const data = new Float32Array(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    let x = (map.xy * y + map.x0 + 0.5) * scaleX - 0.5;
    let sourceY = (map.yy * y + map.y0 + 0.5) * scaleY - 0.5;
    for (let column = 0; column < width; column++, to += 3) {
      interpolate(image.data, image.width, image.height, x, sourceY, data, to);
      x += map.xx * scaleX;
      sourceY += map.yx * scaleY;
    }
  }
  return { data, width, height };
}

function interpolate(
  pixels: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  out: Float32Array,
  to: number,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < -1 || top < -1 || left >= width || top >= height) return;
  const right = x - left;
  const down = y - top;
  const inLeft = left >= 0 ? 1 - right : 0;
  const inRight = left + 1 < width ? right : 0;
  const inTop = top >= 0 ? 1 - down : 0;
  const inBottom = top + 1 < height ? down : 0;
  const from = (top * width + left) * 3;
  const below = from + width * 3;
  for (let channel = 0; channel < 3; channel++) {
    const above =
      (inLeft > 0 ? (pixels[from + channel] as number) * inLeft : 0) +
      (inRight > 0 ? (pixels[from + 3 + channel] as number) * inRight : 0);
    const under =
      (inLeft > 0 ? (pixels[below + channel] as number) * inLeft : 0) +
      (inRight > 0 ? (pixels[below + 3 + channel] as number) * inRight : 0);
    out[to + channel] = (inTop > 0 ? above * inTop : 0) + (inBottom > 0 ? under * inBottom : 0);
  }
}

/** Luma of a chip's pixels (ITU-R BT.601 weights, as JPEG has them), 0..255. */
export function luma({ data }: Chip): Float32Array {
  const values = new Float32Array(data.length / 3);
  for (let i = 0; i < values.length; i++) {
    values[i] =
      0.299 * (data[3 * i] as number) +
      0.587 * (data[3 * i + 1] as number) +
      0.114 * (data[3 * i + 2] as number);
  }
  return values;
}

/** Planes of red, green and blue, each pixel less its channel's mean and times `scale`: what networks take. */
export function planes({ data }: Chip, scale: number, mean: readonly [number, number, number]): Float32Array {
  const area = data.length / 3;
  const values = new Float32Array(data.length);
  for (let channel = 0; channel < 3; channel++) {
    const offset = mean[channel] as number;
    for (let i = 0; i < area; i++) {
      values[channel * area + i] = ((data[3 * i + channel] as number) - offset) * scale;
    }
  }
  return values;
}

/** The chip with left and right exchanged. */
export function mirror({ data, width, height }: Chip): Chip {
  const mirrored = new Float32Array(data.length);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const column = pixel % width;
    const from = 3 * (pixel - column + width - 1 - column);
    mirrored.set(data.subarray(from, from + 3), 3 * pixel);
  }
  return { data: mirrored, width, height };
}
