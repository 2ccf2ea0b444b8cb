import { middle } from '../imaging/affine.ts';
import { contrast, type FaceChip, mean, patch, quantile, ratio } from './face-chip.ts';

/** Bare eyes have 0.6 and more, eyes behind dark glasses less than 0.3. */
const DARK_EYES = 0.45;
/** A covered part of a face is dark, or plain, against the rest of it... */
const DIFFERENCES: readonly Measure[] = [
  { measure: mouthAgainstEyes, limit: 0.22 },
  { measure: eyeBrightness, limit: DARK_EYES },
  { measure: upperBrightness, limit: 0.6 },
];
/** ...or shows nothing where a bare face has eyes, brows, and lips with a line between them. */
const FLATNESS: readonly Measure[] = [
  { measure: eyeContrast, limit: 0.07 },
  { measure: browContrast, limit: 0.07 },
  { measure: mouthContrast, limit: 0.09 },
];
/**
 * Blur and darkness take the contrast of bare faces, too:
 * flatness says nothing at the first value, all at the second.
 */
const BLURRED = 12;
const SHARP = 32;
const DARK = 10;
const LIT = 25;
/** Eyes behind a plain bar have none to compare with. */
const MIN_EYE_CONTRAST = 0.05;
/** Takes a measure at twice its limit to 0.25 %, one at none to 99.75 %. */
const STEEPNESS = 6;

/** The lower the value, the more is covered; below the limit it is taken for covered. */
interface Measure {
  readonly measure: (chip: FaceChip) => number;
  readonly limit: number;
}

/** Probability, 0..1, that something covers the eyes or the mouth of a face of this quality (0..100 each). */
export function occlusion(chip: FaceChip, quality: { brightness: number; sharpness: number }): number {
  const trust = Math.min(ramp(quality.sharpness, BLURRED, SHARP), ramp(quality.brightness, DARK, LIT));
  return Math.max(
    ...DIFFERENCES.map(({ measure, limit }) => below(measure(chip), limit)),
    ...FLATNESS.map(({ measure, limit }) => trust * below(measure(chip), limit)),
  );
}

function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** A logistic step down at the limit. */
function below(value: number, limit: number): number {
  return 1 / (1 + Math.exp((STEEPNESS * (value - limit)) / limit));
}

/** Probability, 0..1, that both eyes are behind something dark. */
export function darkEyeCover(chip: FaceChip): number {
  return below(eyeBrightness(chip), DARK_EYES);
}

/** The brightest parts around the better lit eye against the brightest of nose and cheeks. */
function eyeBrightness(chip: FaceChip): number {
  const skin = Math.max(
    ...[[5], [50], [280]].map((points) => quantile(patch(chip, chip.at(...points), 0.13, 0.13), 0.5)),
  );
  return Math.max(...eyePatches(chip).map((eye) => ratio(quantile(eye, 0.9), skin)));
}

function eyeContrast(chip: FaceChip): number {
  return Math.min(...eyePatches(chip).map(contrast));
}

/** From brow to brow. A bar over the eyes that draws the mesh down covers them still. */
function browContrast(chip: FaceChip): number {
  return contrast(patch(chip, chip.at(8, 9), 0.45, 0.07));
}

/** Between the brows and below the eyes, against the chin and the lower cheeks. */
function upperBrightness(chip: FaceChip): number {
  const upper = [[9], [118], [347]].map((points) =>
    quantile(patch(chip, chip.at(...points), 0.1, 0.08), 0.5),
  );
  const lower = [
    mean(patch(chip, chip.at(17, 152), 0.2, 0.12)),
    mean(patch(chip, chip.at(50, 136, 61), 0.13, 0.13)),
    mean(patch(chip, chip.at(280, 365, 291), 0.13, 0.13)),
  ];
  return ratio(sum(upper) / upper.length, sum(lower) / lower.length);
}

function mouthContrast(chip: FaceChip): number {
  const left = chip.at(61);
  const right = chip.at(291);
  const halfWidth = Math.hypot(right.x - left.x, right.y - left.y) / 2 / chip.eyeDistance;
  return contrast(patch(chip, middle([left, right, chip.at(13), chip.at(14)]), halfWidth, 0.2));
}

/** Blur takes the contrast of both. */
function mouthAgainstEyes(chip: FaceChip): number {
  return mouthContrast(chip) / Math.max(...eyePatches(chip).map(contrast), MIN_EYE_CONTRAST);
}

function eyePatches(chip: FaceChip): Float32Array[] {
  return [chip.eyes.left, chip.eyes.right].map((eye) => patch(chip, eye, 0.26, 0.14));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
