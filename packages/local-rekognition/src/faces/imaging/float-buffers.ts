/** Of each length: a face needs no more at a time. */
const MAX_FREE = 2;

const free = new Map<number, Float32Array[]>();

/**
 * Numbers to be written over; what they are is left from their last use. Every image needs buffers of the
 * same few lengths: made anew, they would cost more than all else around the networks, most of it in the
 * collector.
 */
export function takeFloats(length: number): Float32Array {
  return free.get(length)?.pop() ?? new Float32Array(length);
}

/** Gives numbers back that nothing holds any more. */
export function giveFloats(floats: Float32Array): void {
  const others = free.get(floats.length);
  if (others === undefined) free.set(floats.length, [floats]);
  else if (others.length < MAX_FREE) others.push(floats);
}
