import type { RawImage } from '../face-engine.ts';

/** An image and its halves, each made when it is first asked for: shrinking by more than 2 must not alias. */
export class ImagePyramid {
  readonly #levels: RawImage[];

  constructor(image: RawImage) {
    this.#levels = [image];
  }

  get width(): number {
    return this.level(0).width;
  }

  get height(): number {
    return this.level(0).height;
  }

  /** The image halved `level` times, or as often as it has two pixels to halve. */
  level(level: number): RawImage {
    let last = this.#levels[this.#levels.length - 1] as RawImage;
    while (this.#levels.length <= level && last.width > 2 && last.height > 2) {
      last = half(last);
      this.#levels.push(last);
    }
    return this.#levels[Math.min(level, this.#levels.length - 1)] as RawImage;
  }
}

function half({ data, width: sourceWidth, height: sourceHeight }: RawImage): RawImage {
  const width = sourceWidth >> 1;
  const height = sourceHeight >> 1;
  const stride = sourceWidth * 3;
  const halved = new Uint8Array(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    let from = 2 * y * stride;
    for (let x = 0; x < width; x++, to += 3, from += 6) {
      const below = from + stride;
      // written out: this runs over every pixel of every image
      halved[to] =
        ((data[from] as number) +
          (data[from + 3] as number) +
          (data[below] as number) +
          (data[below + 3] as number) +
          2) >>
        2;
      halved[to + 1] =
        ((data[from + 1] as number) +
          (data[from + 4] as number) +
          (data[below + 1] as number) +
          (data[below + 4] as number) +
          2) >>
        2;
      halved[to + 2] =
        ((data[from + 2] as number) +
          (data[from + 5] as number) +
          (data[below + 2] as number) +
          (data[below + 5] as number) +
          2) >>
        2;
    }
  }
  return { data: halved, width, height };
}
