import type { RawImage } from '../face-engine.ts';
import type { Affine } from './affine.ts';
import type { ImagePyramid } from './image-pyramid.ts';

/** Pixels cut out of an image: a plane each of red, green and blue, 0..255, not rounded. */
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
  const image = pyramid.level(Math.floor(Math.log2(Math.max(shrink, 1))));
  const scaleX = image.width / pyramid.width;
  const scaleY = image.height / pyramid.height;
  const data = new Float32Array(width * height * 3);
  let to = 0;
  for (let row = 0; row < height; row++) {
    let x = (map.xy * row + map.x0 + 0.5) * scaleX - 0.5;
    let y = (map.yy * row + map.y0 + 0.5) * scaleY - 0.5;
    for (let column = 0; column < width; column++, to++) {
      interpolate(image, x, y, data, to);
      x += map.xx * scaleX;
      y += map.yx * scaleY;
    }
  }
  return { data, width, height };
}

function interpolate(image: RawImage, x: number, y: number, out: Float32Array, to: number): void {
  const { data, width, height } = image;
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < -1 || top < -1 || left >= width || top >= height) return;
  const right = x - left;
  const down = y - top;
  const plane = out.length / 3;
  const inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
  for (let channel = 0; channel < 3; channel++) {
    const from = (top * width + left) * 3 + channel;
    const below = from + width * 3;
    out[to + channel * plane] = inside
      ? ((data[from] as number) * (1 - right) + (data[from + 3] as number) * right) * (1 - down) +
        ((data[below] as number) * (1 - right) + (data[below + 3] as number) * right) * down
      : (pixel(image, left, top, channel) * (1 - right) + pixel(image, left + 1, top, channel) * right) *
          (1 - down) +
        (pixel(image, left, top + 1, channel) * (1 - right) +
          pixel(image, left + 1, top + 1, channel) * right) *
          down;
  }
}

function pixel({ data, width, height }: RawImage, x: number, y: number, channel: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  return data[(y * width + x) * 3 + channel] as number;
}

/** Luma of a chip's pixels (ITU-R BT.601 weights, as JPEG has them), 0..255. */
export function luma({ data }: Chip): Float32Array {
  const plane = data.length / 3;
  const values = new Float32Array(plane);
  for (let i = 0; i < plane; i++) {
    values[i] =
      0.299 * (data[i] as number) +
      0.587 * (data[plane + i] as number) +
      0.114 * (data[2 * plane + i] as number);
  }
  return values;
}

/** Each pixel less its channel's mean and times `scale`: what networks take. Changes the chip, and gives its planes. */
export function normalize({ data }: Chip, scale: number, [red, green, blue]: ChannelMeans): Float32Array {
  const plane = data.length / 3;
  for (let i = 0; i < plane; i++) {
    data[i] = ((data[i] as number) - red) * scale;
    data[plane + i] = ((data[plane + i] as number) - green) * scale;
    data[2 * plane + i] = ((data[2 * plane + i] as number) - blue) * scale;
  }
  return data;
}

/** By plane, in the order of the planes. */
export type ChannelMeans = readonly [number, number, number];

/** The chip with left and right exchanged. */
export function mirror({ data, width, height }: Chip): Chip {
  const mirrored = data.slice();
  for (let row = 0; row < 3 * height; row++) mirrored.subarray(row * width, (row + 1) * width).reverse();
  return { data: mirrored, width, height };
}

/** The chip with the blue plane first, as networks of OpenCV's descent take it. */
export function blueFirst({ data, width, height }: Chip): Chip {
  const plane = width * height;
  const swapped = data.slice();
  swapped.set(data.subarray(2 * plane), 0);
  swapped.set(data.subarray(0, plane), 2 * plane);
  return { data: swapped, width, height };
}
