import { type Box, type Gray, wholeOf } from './gray.ts';

/** Side of a square that is looked at as one, in pixels. */
const SQUARE_PX = 8;
/** Brightness of a pixel that the camera could not measure any more. */
const BURNT = 250;
/** Share of the pixels of a square that make it a reflection: print and paper leave fewer. */
const MIN_BURNT = 0.9;

/** Returns the share of a picture in which a reflection has burnt everything out. */
export function glareOf({ width, levels }: Gray, box?: Box): number {
  const { left, top, right, bottom } = box ?? wholeOf({ width, height: levels.length / width, levels });
  let squares = 0;
  let burnt = 0;
  for (let y = top; y + SQUARE_PX <= bottom; y += SQUARE_PX) {
    for (let x = left; x + SQUARE_PX <= right; x += SQUARE_PX) {
      squares += 1;
      let count = 0;
      for (let row = 0; row < SQUARE_PX; row++)
        for (let column = 0; column < SQUARE_PX; column++)
          if ((levels[(y + row) * width + x + column] ?? 0) >= BURNT) count += 1;
      if (count >= MIN_BURNT * SQUARE_PX * SQUARE_PX) burnt += 1;
    }
  }
  return squares === 0 ? 0 : burnt / squares;
}
