import type { RawImage } from '../analysis.ts';
import type { Affine } from './affine.ts';
import { KERNEL_SLACK_BYTES, type PixelKernel, pixelKernelOver } from './pixel-kernel.ts';

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;
const PIXEL_BYTES = 3;
const FLOAT_BYTES = 4;
/** A black pixel on either side of a row. */
const BORDER_BYTES = 2 * PIXEL_BYTES;

/** Conversion of a pixel's channels, 0..255, for a network: minus the mean, times the scale. */
export interface Tone {
  readonly scale: number;
  /** Red, green, blue. */
  readonly means: readonly [number, number, number];
  /** The plane of blue comes first, as networks of OpenCV's descent take it. */
  readonly blueFirst?: true;
}

export const AS_IT_IS: Tone = { scale: 1, means: [0, 0, 0] };

/** An image of a pyramid in the kernel's memory. */
interface Level {
  readonly width: number;
  readonly height: number;
  /** Bytes from row to row. */
  readonly stride: number;
  /** Where the border above the first row begins. */
  readonly start: number;
  /** Where the border below the last row ends. */
  readonly end: number;
}

/** An image and its halves, each made when it is first asked for: shrinking by more than 2 must not alias. */
export class ImagePyramid {
  readonly width: number;
  readonly height: number;
  readonly #image: RawImage;
  readonly #levels: readonly Level[];
  /** Levels that are made. */
  #made = 0;

  constructor(image: RawImage) {
    this.width = image.width;
    this.height = image.height;
    this.#image = image;
    this.#levels = levelsOf(image);
  }

  /**
   * Pixels by bilinear interpolation on the fitting level: a plane each of red, green and blue, row by row.
   * What lies outside of the image is black.
   *
   * @param map takes pixels of the result, `size` by `size`, to pixels of the image
   * @returns a view that the next call, on any image, writes over
   */
  sample(map: Affine, size: number, tone: Tone): Float32Array {
    const planes = this.#sample(map, size, tone);
    return new Float32Array(MEMORY.buffer, planes, size * size * 3);
  }

  /** The luma of pixels that are sampled, 0..255. */
  sampleLuma(map: Affine, size: number): Float32Array {
    const plane = size * size * FLOAT_BYTES;
    const planes = this.#sample(map, size, AS_IT_IS);
    MEMORY.kernel.luma(planes, plane, planes + 3 * plane);
    return new Float32Array(MEMORY.buffer, planes + 3 * plane, size * size).slice();
  }

  /** Where the planes are. Behind them is room for another. */
  #sample(map: Affine, size: number, tone: Tone): number {
    const {
      scale,
      means: [red, green, blue],
      blueFirst,
    } = tone;
    const shrink = Math.sqrt(Math.abs(map.xx * map.yy - map.xy * map.yx));
    const { width, height, stride, start } = this.#level(Math.floor(Math.log2(Math.max(shrink, 1))));
    const scaleX = width / this.width;
    const scaleY = height / this.height;
    const target = this.#end;
    const plane = size * size * FLOAT_BYTES;
    MEMORY.reserve(target + 4 * plane + KERNEL_SLACK_BYTES);
    const y = (map.y0 + 0.5) * scaleY - 0.5;
    const [firstRow, endRow] = rowsInside(map, y, map.yy * scaleY, height, size);
    this.#blacken(target, size, firstRow, endRow, tone);
    if (firstRow === endRow) return target;
    const first = target + firstRow * size * FLOAT_BYTES;
    MEMORY.kernel.sample(
      firstPixel(start, stride),
      stride,
      width,
      height,
      (map.x0 + map.xy * firstRow + 0.5) * scaleX - 0.5,
      y + map.yy * scaleY * firstRow,
      map.xx * scaleX,
      map.xy * scaleX,
      map.yx * scaleY,
      map.yy * scaleY,
      blueFirst ? first + 2 * plane : first,
      blueFirst ? -plane : plane,
      size,
      endRow - firstRow,
      scale,
      red,
      green,
      blue,
    );
    return target;
  }

  /** Fills the rows before the first inside and from the last one on. */
  #blacken(
    target: number,
    size: number,
    first: number,
    end: number,
    { scale, means, blueFirst }: Tone,
  ): void {
    const floats = new Float32Array(MEMORY.buffer, target, 3 * size * size);
    const inOrder = blueFirst ? means.toReversed() : means;
    inOrder.forEach((mean, index) => {
      const plane = index * size * size;
      floats.fill(-mean * scale, plane, plane + first * size);
      floats.fill(-mean * scale, plane + end * size, plane + size * size);
    });
  }

  /** The image halved `level` times, or as often as it has two pixels to halve. */
  #level(level: number): Level {
    if (MEMORY.holder !== this) this.#enter();
    const wanted = Math.min(level, this.#levels.length - 1);
    for (; this.#made <= wanted; this.#made++) {
      halve(this.#levels[this.#made - 1] as Level, this.#levels[this.#made] as Level);
    }
    return this.#levels[wanted] as Level;
  }

  /** Takes the memory over from another image. */
  #enter(): void {
    MEMORY.holder = this;
    MEMORY.reserve(this.#end);
    const [level] = this.#levels as readonly [Level];
    const { stride, start, end } = level;
    const { data, width, height } = this.#image;
    const rowBytes = width * PIXEL_BYTES;
    const bytes = new Uint8Array(MEMORY.buffer);
    let to = firstPixel(start, stride);
    bytes.fill(0, start, to);
    for (let row = 0; row < height; row++, to += stride) {
      bytes.set(data.subarray(row * rowBytes, (row + 1) * rowBytes), to);
      bytes.fill(0, to + rowBytes, to + stride);
    }
    bytes.fill(0, to, end);
    this.#made = 1;
  }

  get #end(): number {
    return (this.#levels[this.#levels.length - 1] as Level).end;
  }
}

/**
 * The rows of a chip, first and one after the last, that may meet the image: of an upright view of a portrait
 * with a margin around it, less than two thirds. All rows of a turned one.
 */
function rowsInside(
  { yx }: Affine,
  y: number,
  step: number,
  height: number,
  rows: number,
): readonly [number, number] {
  if (yx !== 0 || step <= 0) return [0, rows];
  // the black border's pixels, at -1 and at the height, have a share in those beside them
  const first = Math.min(rows, Math.max(0, Math.floor((-1 - y) / step)));
  return [first, Math.max(first, Math.min(rows, Math.ceil((height - y) / step) + 1))];
}

function levelsOf({ width, height }: RawImage): Level[] {
  const levels = [levelAt(0, width, height)];
  for (let last = levels[0] as Level; last.width > 2 && last.height > 2; ) {
    last = levelAt(last.end, last.width >> 1, last.height >> 1);
    levels.push(last);
  }
  return levels;
}

function levelAt(start: number, width: number, height: number): Level {
  const stride = width * PIXEL_BYTES + BORDER_BYTES;
  const bytes = (height + 2) * stride + KERNEL_SLACK_BYTES;
  // what follows may be floats
  const end = start + Math.ceil(bytes / FLOAT_BYTES) * FLOAT_BYTES;
  return { width, height, stride, start, end };
}

function firstPixel(start: number, stride: number): number {
  return start + stride + PIXEL_BYTES;
}

function halve(source: Level, target: Level): void {
  const { width, height, stride, start, end } = target;
  const to = firstPixel(start, stride);
  // the kernel blackens the border beside the rows
  const bytes = new Uint8Array(MEMORY.buffer);
  bytes.fill(0, start, to);
  bytes.fill(0, to + height * stride, end);
  MEMORY.kernel.halve(firstPixel(source.start, source.stride), source.stride, width, height, to, stride);
}

/**
 * The kernel's memory: one for a thread, which holds one image at a time. An image that finds another in its
 * place enters again, so that taking turns is slow but right.
 */
class PixelMemory {
  readonly kernel: PixelKernel;
  holder: ImagePyramid | undefined;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES });

  constructor() {
    this.kernel = pixelKernelOver(this.#memory);
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  reserve(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
  }
}

const MEMORY = new PixelMemory();
