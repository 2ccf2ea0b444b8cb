import type { Gray, Picture } from '../../../src/capture/document/gray.ts';

/** A photo of a card on a table, as drawn by {@link cardPicture}. */
export interface CardPhoto {
  /** Width of the photo; it is three quarters as high. */
  readonly width: number;
  /** Width of the card as a share of the photo's. */
  readonly size: number;
  /** Middle of the card, in shares of the photo. */
  readonly middle: readonly [number, number];
  readonly surface: number;
  readonly paper: number;
  readonly ink: number;
  /** Pixels to each side over which the photo is blurred, twice. */
  readonly blur: number;
  /** Side of a reflection in the middle of the card, as a share of its width. */
  readonly glare: number;
}

export const GOOD_PHOTO: CardPhoto = {
  width: 1000,
  size: 0.7,
  middle: [0.5, 0.5],
  surface: 50,
  paper: 205,
  ink: 40,
  blur: 0,
  glare: 0,
};

/** Width by height of a card (ISO/IEC 7810 ID-1). */
const CARD_RATIO = 85.6 / 53.98;
const BURNT = 255;

/** Draws the brightness of a card of a paper with lines of print and a portrait, on a plain surface. */
export function cardPicture(wanted: Partial<CardPhoto> = {}): Gray {
  const photo = { ...GOOD_PHOTO, ...wanted };
  const { width, size, middle, surface } = photo;
  const height = Math.round(width * 0.75);
  const [cardWidth, cardHeight] = [size * width, (size * width) / CARD_RATIO];
  const left = middle[0] * width - cardWidth / 2;
  const top = middle[1] * height - cardHeight / 2;
  const levels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [across, down] = [(x - left) / cardWidth, (y - top) / cardHeight];
      const isCard = across >= 0 && across < 1 && down >= 0 && down < 1;
      levels[y * width + x] = isCard ? levelOf(photo, across, down) : surface;
    }
  return blurred(blurred({ width, height, levels }, photo.blur), photo.blur);
}

/** Returns the brightness at a place of the card, in shares of its sides. */
function levelOf({ paper, ink, glare }: CardPhoto, across: number, down: number): number {
  if (Math.abs(across - 0.5) < glare / 2 && Math.abs(down - 0.5) < (glare / 2) * CARD_RATIO) return BURNT;
  if (across > 0.05 && across < 0.3 && down > 0.2 && down < 0.85)
    return ink + (paper - ink) * (0.5 + 0.3 * Math.sin(across * 60) * Math.cos(down * 40));
  const isLine = down > 0.1 && down < 0.9 && (down * 12) % 1 < 0.5;
  // strokes of letters: one in two, at places that do not repeat
  const stroke = Math.floor(across * 160);
  const isStroke =
    across > 0.36 && across < 0.95 && (stroke * 7919 + Math.floor(down * 12) * 104_729) % 5 < 2;
  return isLine && isStroke ? ink : paper;
}

/** Blurs a picture by the mean of a square, which is the mean of rows and then of columns. */
function blurred(gray: Gray, reach: number): Gray {
  if (reach === 0) return gray;
  const { width, height } = gray;
  const along = (levels: Uint8Array, step: number, length: number) =>
    levels.map((_, at) => {
      const place = Math.floor(at / step) % length;
      const from = Math.max(-reach, -place);
      const to = Math.min(reach, length - 1 - place);
      let sum = 0;
      for (let offset = from; offset <= to; offset++) sum += levels[at + offset * step] ?? 0;
      return sum / (to - from + 1);
    });
  return { width, height, levels: along(along(gray.levels, 1, width), width, height) };
}

/** Makes a picture smaller by a whole factor, each pixel the mean of a square. */
export function scaledDown({ width, height, levels }: Gray, factor: number): Gray {
  const [newWidth, newHeight] = [Math.floor(width / factor), Math.floor(height / factor)];
  const scaled = new Uint8Array(newWidth * newHeight).map((_, at) => {
    const [x, y] = [(at % newWidth) * factor, Math.floor(at / newWidth) * factor];
    let sum = 0;
    for (let row = 0; row < factor; row++)
      for (let column = 0; column < factor; column++) sum += levels[(y + row) * width + x + column] ?? 0;
    return sum / factor ** 2;
  });
  return { width: newWidth, height: newHeight, levels: scaled };
}

/** Returns a picture as a canvas gives it. */
export function pictureOf({ width, height, levels }: Gray): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  levels.forEach((level, at) => {
    data.fill(level, 4 * at, 4 * at + 3);
    data[4 * at + 3] = 255;
  });
  return { width, height, data };
}
