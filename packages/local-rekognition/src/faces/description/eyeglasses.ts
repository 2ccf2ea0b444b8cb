import { type FaceChip, mean, patch, quantile, ratio } from './face-chip.ts';

/**
 * Rows across the bridge of the nose, in fortieths of the eye distance, above and below the line of the eyes.
 */
const ROWS = 14;
const ROWS_PER_EYE_DISTANCE = 40;
/** A frame's bridge is narrower than twice this many rows. */
const BAND_ROWS = 4;

/**
 * How much a band across the bridge of the nose stands out against what is above and below it, as a share of
 * the skin's luma. Bare noses had less than 0.2, but for frowns, frames more than 0.25, but for thin and
 * rimless ones.
 */
export function bridgeBand(chip: FaceChip): number {
  const x = chip.at(168, 6).x;
  const y = (chip.eyes.left.y + chip.eyes.right.y) / 2;
  const rows = Array.from({ length: 2 * ROWS + 1 }, (_, row) => {
    const offset = ((row - ROWS) / ROWS_PER_EYE_DISTANCE) * chip.eyeDistance;
    return mean(patch(chip, { x, y: y + offset }, 3 / ROWS_PER_EYE_DISTANCE, 0));
  });
  const skin = quantile(Float32Array.from(rows), 0.7);
  let strongest = 0;
  for (let row = BAND_ROWS; row < rows.length - BAND_ROWS; row++) {
    const around = ((rows[row - BAND_ROWS] as number) + (rows[row + BAND_ROWS] as number)) / 2;
    strongest = Math.max(strongest, Math.abs((rows[row] as number) - around));
  }
  return ratio(strongest, skin);
}
