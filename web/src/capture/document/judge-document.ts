import { blurOf } from './blur.ts';
import { findDocument } from './find-document.ts';
import { glareOf } from './glare.ts';
import { type Box, type Gray, grayOf, type Picture, wholeOf } from './gray.ts';

/** What a person can change about a photo of a document; each has a text. */
export type Finding = 'too_small' | 'too_dark' | 'too_far' | 'cut_off' | 'glare' | 'blurry';

/** Short side below which the print of a card cannot be read, in pixels of the photo. */
const MIN_SHORT_SIDE_PX = 480;
/** Mean brightness of the document, of 255: below it, noise hides the print. */
const MIN_BRIGHTNESS = 45;
/** Share of the picture that the document covers: a card held at arm's length covers less. */
const MIN_SHARE = 0.2;
/** Share of the document in which a reflection hides what is printed. */
const MAX_GLARE = 0.015;
/** Blur from 0 to 1 above which small print melts together; a sharp photo of a card has about 0.3. */
const MAX_BLUR = 0.6;

/**
 * Judges the photo of a document before it is uploaded, by what a person can change at once.
 * @param picture the photo, scaled so that its long side is {@link JUDGED_SIDE_PX}
 * @param original size of the photo itself, in pixels
 * @returns the first thing to change, or nothing
 */
export function judgeDocument(
  picture: Picture,
  original: { readonly width: number; readonly height: number },
): Finding | undefined {
  if (Math.min(original.width, original.height) < MIN_SHORT_SIDE_PX) return 'too_small';
  const gray = grayOf(picture);
  const found = findDocument(gray);
  if (brightnessOf(gray, found?.box) < MIN_BRIGHTNESS) return 'too_dark';
  if (found?.isCutOff) return 'cut_off';
  if (found && found.share < MIN_SHARE) return 'too_far';
  if (glareOf(gray, found?.box) > MAX_GLARE) return 'glare';
  if (blurOf(gray, found?.box) > MAX_BLUR) return 'blurry';
  return undefined;
}

/** Long side of a picture that is judged, in pixels: small print of a card is still told apart. */
export const JUDGED_SIDE_PX = 1000;

/** Returns the mean brightness of the document alone: the surface below it should be dark. */
function brightnessOf(gray: Gray, { left, top, right, bottom }: Box = wholeOf(gray)): number {
  let sum = 0;
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) sum += gray.levels[y * gray.width + x] ?? 0;
  return sum / Math.max(1, (right - left) * (bottom - top));
}
