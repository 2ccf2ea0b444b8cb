import type { CallLimit } from './token-bucket.ts';

/**
 * Calls per second that one lane of a tenant takes. Each call writes the row of its lane; DynamoDB takes
 * 1,000 write units per second of one row, and a row of 100 calls per second has at most a few kilobytes.
 */
const MAX_LANE_CALLS_PER_SECOND = 100;
export const MAX_LANES = 64;

/** Number of lanes over which the calls of a tenant are spread. */
export const lanesOf = ({ perSecond }: CallLimit): number =>
  Math.min(MAX_LANES, Math.ceil(perSecond / MAX_LANE_CALLS_PER_SECOND));

/** The share of a limit that one of several lanes grants; together they grant no more than the limit. */
export const shareOfLane = ({ perSecond, burst }: CallLimit, lanes: number): CallLimit => ({
  perSecond: perSecond / lanes,
  burst: Math.max(1, Math.floor(burst / lanes)),
});

/** A lane of its own for each subject, evenly spread: FNV-1a of its characters. */
export function laneOfSubject(subject: string, lanes: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < subject.length; index += 1)
    hash = Math.imul(hash ^ subject.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % lanes;
}
