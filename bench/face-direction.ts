import { createHash } from 'node:crypto';

/** Returns a direction that is as good as random, and the same for the same seed. */
export function directionOf(seed: Buffer | string, size: number): Float32Array {
  let state = createHash('sha256').update(seed).digest().readUInt32BE(0) || 1;
  const vector = Float32Array.from({ length: size }, () => {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  });
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
