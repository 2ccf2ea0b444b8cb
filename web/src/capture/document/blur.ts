import { type Box, type Gray, wholeOf } from './gray.ts';

/** Pixels to each side over which a picture is blurred again. */
const REACH = 4;

/**
 * Returns how blurred a picture is, from 0 (sharp) to 1, by how little it changes when it is blurred again
 * (Crete et al., "The blur effect: perception and estimation with a new no-reference perceptual blur
 * metric", 2007). What is in the picture hardly matters.
 */
export function blurOf(gray: Gray, box: Box = wholeOf(gray)): number {
  return Math.max(blurAlong(gray, box, 1), blurAlong(gray, box, gray.width));
}

/** @param step from one pixel to the next: 1 along rows, the width along columns */
function blurAlong({ width, levels }: Gray, box: Box, step: number): number {
  let variation = 0;
  let lost = 0;
  const margin = REACH + 1;
  for (let y = box.top + margin; y < box.bottom - margin; y++) {
    for (let x = box.left + margin; x < box.right - margin; x++) {
      const at = y * width + x;
      const change = Math.abs((levels[at] ?? 0) - (levels[at - step] ?? 0));
      // the difference of two means that overlap is that of their ends
      const blurred =
        Math.abs((levels[at + REACH * step] ?? 0) - (levels[at - (REACH + 1) * step] ?? 0)) / (2 * REACH + 1);
      variation += change;
      lost += Math.max(0, change - blurred);
    }
  }
  return variation === 0 ? 1 : (variation - lost) / variation;
}
