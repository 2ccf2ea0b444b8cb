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
  const chip = { data: new Float32Array(width * height * 3), width, height };
  for (let row = 0; row < height; row++) {
    const x = (map.xy * row + map.x0 + 0.5) * scaleX - 0.5;
    const y = (map.yy * row + map.y0 + 0.5) * scaleY - 0.5;
    sampleRow(image, x, y, map.xx * scaleX, map.yx * scaleY, chip, row);
  }
  return chip;
}

/** The hot loop of the engine: a million pixels an image. Nothing is allocated or called for pixels inside. */
function sampleRow(
  image: RawImage,
  startX: number,
  startY: number,
  stepX: number,
  stepY: number,
  chip: Chip,
  row: number,
): void {
  const { data: source, width: sourceWidth, height: sourceHeight } = image;
  const { data: target, width } = chip;
  const plane = target.length / 3;
  const stride = sourceWidth * 3;
  for (let column = 0; column < width; column++) {
    const x = startX + column * stepX;
    const y = startY + column * stepY;
    const left = Math.floor(x);
    const top = Math.floor(y);
    if (left < -1 || top < -1 || left >= sourceWidth || top >= sourceHeight) continue;
    const right = x - left;
    const down = y - top;
    const to = row * width + column;
    if (left < 0 || top < 0 || left + 1 >= sourceWidth || top + 1 >= sourceHeight) {
      for (let channel = 0; channel < 3; channel++) {
        target[to + channel * plane] = edgePixel(image, left, top, right, down, channel);
      }
      continue;
    }
    const topLeft = (1 - right) * (1 - down);
    const topRight = right * (1 - down);
    const bottomLeft = (1 - right) * down;
    const bottomRight = right * down;
    const a = top * stride + left * 3;
    const b = a + stride;
    target[to] =
      (source[a] as number) * topLeft +
      (source[a + 3] as number) * topRight +
      (source[b] as number) * bottomLeft +
      (source[b + 3] as number) * bottomRight;
    target[to + plane] =
      (source[a + 1] as number) * topLeft +
      (source[a + 4] as number) * topRight +
      (source[b + 1] as number) * bottomLeft +
      (source[b + 4] as number) * bottomRight;
    target[to + 2 * plane] =
      (source[a + 2] as number) * topLeft +
      (source[a + 5] as number) * topRight +
      (source[b + 2] as number) * bottomLeft +
      (source[b + 5] as number) * bottomRight;
  }
}

/** A pixel of which a neighbour lies outside of the image. */
function edgePixel(
  image: RawImage,
  left: number,
  top: number,
  right: number,
  down: number,
  channel: number,
): number {
  const above = pixel(image, left, top, channel) * (1 - right) + pixel(image, left + 1, top, channel) * right;
  const below =
    pixel(image, left, top + 1, channel) * (1 - right) + pixel(image, left + 1, top + 1, channel) * right;
  return above * (1 - down) + below * down;
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
type ChannelMeans = readonly [number, number, number];

/** The chip with left and right exchanged. */
export function mirror({ data, width, height }: Chip): Chip {
  const mirrored = data.slice();
  for (let row = 0; row < 3 * height; row++) mirrored.subarray(row * width, (row + 1) * width).reverse();
  return { data: mirrored, width, height };
}

/** Exchanges the planes of red and blue: networks of OpenCV's descent take blue first. Changes the chip. */
export function blueFirst(chip: Chip): Chip {
  const plane = chip.width * chip.height;
  const red = chip.data.slice(0, plane);
  chip.data.copyWithin(0, 2 * plane);
  chip.data.set(red, 2 * plane);
  return chip;
}
