import type { CheckFindings, CopiedCapture, Measure } from '../../kernel/check.ts';
import type { CaptureOwner, SimilarCapture } from './captured-picture.ts';
import { differentBits } from './perceptual-hash.ts';

/**
 * Ours, by `npm run bench -- near-copies`: recompressed and scaled copies differ by 36 of 256 bits or less in
 * 99 % of cases, and copies that lack 2 % of one side in 95 %; no two pictures of different people do, and no
 * simulated capture in which the face has moved by 5 %.
 */
export const MAX_DIFFERENT_BITS = 36;

/** Copies that a report names, the nearest ones; one is enough for a case. */
export const MAX_COPIES = 10;

/** Returns the captures of other sessions that look like a picture, the most similar first. */
export function nearCopies(
  sessionId: string,
  hash: string,
  candidates: readonly SimilarCapture[],
): readonly CopiedCapture[] {
  const others = new Map(
    candidates.filter(({ session_id }) => session_id !== sessionId).map((one) => [one.session_id, one]),
  );
  return [...others.values()]
    .map(({ session_id, user_id, perceptual_hash }) => ({
      session_id,
      user_id,
      kind: 'near' as const,
      different_bits: differentBits(hash, perceptual_hash),
    }))
    .filter(({ different_bits }) => different_bits <= MAX_DIFFERENT_BITS)
    .sort(
      (one, other) =>
        one.different_bits - other.different_bits || one.session_id.localeCompare(other.session_id),
    );
}

/** Returns the sessions that have returned one of a session's pictures before, each once. */
export const equalCopies = (owners: readonly CaptureOwner[]): readonly CopiedCapture[] =>
  [...new Map(owners.map((owner) => [owner.session_id, owner])).values()].map(({ session_id, user_id }) => ({
    session_id,
    user_id,
    kind: 'equal' as const,
  }));

/** Other captures that are equal to one, or near it. */
export interface ComparedCapture {
  readonly equal: readonly CopiedCapture[];
  /** Absent where pictures that look the same are not looked for. */
  readonly near?: readonly CopiedCapture[] | undefined;
}

/** Returns the findings of a comparison. An equal picture looks the same as well, and is one finding. */
export function copyFindings({ equal, near }: ComparedCapture): CheckFindings {
  const [nearest] = near ?? [];
  const measures: Measure[] = [
    { name: 'equal_captures', value: equal.length, limit: '0' },
    ...(near ? [{ name: 'near_captures', value: near.length, limit: '0' }] : []),
    ...(nearest?.different_bits === undefined
      ? []
      : [
          {
            name: 'nearest_capture_different_bits',
            value: nearest.different_bits,
            limit: `> ${MAX_DIFFERENT_BITS}`,
          },
        ]),
  ];
  const found = equal.length > 0 ? equal : (near ?? []);
  const reasons =
    equal.length > 0
      ? (['replay_suspected'] as const)
      : found.length > 0
        ? (['near_copy_suspected'] as const)
        : [];
  return {
    reasons,
    measures,
    ...(found.length > 0 ? { copies: found.slice(0, MAX_COPIES) } : {}),
    calls: {},
  };
}
