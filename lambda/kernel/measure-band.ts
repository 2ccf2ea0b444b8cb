/** Ends of the bands of a measured value: limits that policies start with, and points around them. */
const ENDS: Readonly<Record<string, readonly number[]>> = {
  yaw_degrees: [10, 20, 30, 45],
  pitch_degrees: [10, 20, 30, 45],
  sharpness_percent: [25, 50, 75],
  brightness_percent: [25, 50, 75],
};

/**
 * Returns the band of a measure of a picture, such as `25 to 50`: of an angle, its size. A metric is a line
 * in the log of the call that measured it, so it has no measure of a person (ADR 21).
 * @returns undefined for a measure that is not counted by bands
 */
export function measureBand(name: string, value: number | boolean): string | undefined {
  if (typeof value === 'boolean') return name === 'face_occluded' ? String(value) : undefined;
  const ends = ENDS[name];
  if (!ends) return undefined;
  const size = Math.abs(value);
  const index = ends.findIndex((end) => size < end);
  if (index < 0) return `${ends.at(-1)} and more`;
  return `${ends[index - 1] ?? 0} to ${ends[index]}`;
}
