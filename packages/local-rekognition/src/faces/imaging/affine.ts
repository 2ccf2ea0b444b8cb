/** Pixels of an image: x to the right, y down; whole numbers are pixel centers. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A linear map between images: x' = xx x + xy y + x0, y' = yx x + yy y + y0. */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

/** A square part of an image, turned clockwise by `angle` radians around its center. */
export interface Square {
  readonly center: Point;
  readonly side: number;
  readonly angle: number;
}

export function apply(map: Affine, { x, y }: Point): Point {
  return { x: map.xx * x + map.xy * y + map.x0, y: map.yx * x + map.yy * y + map.y0 };
}

/** The map back; `map` must not flatten the plane. */
export function invert({ xx, xy, x0, yx, yy, y0 }: Affine): Affine {
  const area = xx * yy - xy * yx;
  return {
    xx: yy / area,
    xy: -xy / area,
    x0: (xy * y0 - yy * x0) / area,
    yx: -yx / area,
    yy: xx / area,
    y0: (yx * x0 - xx * y0) / area,
  };
}

export function distance(a: Point, b: Point): number {
  const x = a.x - b.x;
  const y = a.y - b.y;
  // Math.hypot guards against overflow, at many times the price
  return Math.sqrt(x * x + y * y);
}

/** The smallest and the largest measure of some points, one at least. */
export function extent(
  points: readonly Point[],
  measure: (point: Point) => number,
): readonly [number, number] {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    const value = measure(point);
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return [smallest, largest];
}

export function middle(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x;
    y += point.y;
  }
  return { x: x / points.length, y: y / points.length };
}

/** Maps a chip of `size` x `size` pixels onto a square of the image. */
export function chipToImage({ center, side, angle }: Square, size: number): Affine {
  const scale = side / size;
  const cos = Math.cos(angle) * scale;
  const sin = Math.sin(angle) * scale;
  // pixel centers: the middle of the chip lies half a pixel before size / 2
  const half = (size - 1) / 2;
  return {
    xx: cos,
    xy: -sin,
    x0: center.x - cos * half + sin * half,
    yx: sin,
    yy: cos,
    y0: center.y - sin * half - cos * half,
  };
}

/**
 * The rotation, scale and shift that takes `from` closest to `to` in the least squares (Umeyama 1991, without
 * reflection). Both have the same number of points, two at least.
 */
export function similarityTransform(from: readonly Point[], to: readonly Point[]): Affine {
  const source = middle(from);
  const target = middle(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  from.forEach((point, index) => {
    const image = to[index] ?? target;
    const x = point.x - source.x;
    const y = point.y - source.y;
    along += x * (image.x - target.x) + y * (image.y - target.y);
    across += x * (image.y - target.y) - y * (image.x - target.x);
    spread += x * x + y * y;
  });
  const cos = along / spread;
  const sin = across / spread;
  return {
    xx: cos,
    xy: -sin,
    x0: target.x - cos * source.x + sin * source.y,
    yx: sin,
    yy: cos,
    y0: target.y - sin * source.x - cos * source.y,
  };
}
