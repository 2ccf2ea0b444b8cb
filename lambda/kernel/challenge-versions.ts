import * as z from 'zod/mini';
import { type LivenessChallenge, livenessChallenge } from './liveness-challenge.ts';

/**
 * Versions of the challenges of Face Liveness. AWS keeps an old major version for 120 days after a new one,
 * and a minor one for 180 ("Face Liveness update guidelines"); bounds of a policy end it earlier, on a day
 * that the owners of apps know.
 */

/** `major.minor.patch`, each up to 999 (API reference, Versions). */
export const challengeVersion = z.string().check(
  z.regex(/^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/, {
    error: 'must look like "2.0.0", each number up to 999',
  }),
);

/** Compares two versions by their numbers: negative if `one` is older. */
export function compareVersions(one: string, other: string): number {
  const others = other.split('.').map(Number);
  const differences = one.split('.').map((part, index) => Number(part) - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

const isBelow = (version: string, bound: string | undefined): boolean =>
  bound !== undefined && compareVersions(version, bound) < 0;

const versionBounds = z
  .strictObject({
    /** An older version is refused: the app has to be updated. */
    minimum: z.optional(challengeVersion),
    /** Rekognition is asked for no newer version, such as one whose scores nobody has measured yet. */
    maximum: z.optional(challengeVersion),
    /** The next minimum, and the day (UTC) from which it holds; alarms warn of apps that are still older. */
    retirement: z.optional(z.strictObject({ below: challengeVersion, on: z.iso.date() })),
  })
  .check(
    z.refine(({ minimum, maximum }) => minimum === undefined || !isBelow(maximum ?? minimum, minimum), {
      error: 'maximum must not be below minimum, or no version would be left',
      path: ['maximum'],
    }),
    z.refine(({ minimum, retirement }) => !retirement || !minimum || isBelow(minimum, retirement.below), {
      error: 'retirement.below must be above minimum, or it would retire nothing',
      path: ['retirement', 'below'],
    }),
    z.refine(({ maximum, retirement }) => !retirement || !maximum || !isBelow(maximum, retirement.below), {
      error: 'retirement.below must not be above maximum, or no version would be left',
      path: ['retirement', 'below'],
    }),
  );
type VersionBounds = z.infer<typeof versionBounds>;

/** Bounds by type of challenge; a type without any takes every version that Rekognition serves. */
export const challengeVersions = z.partialRecord(livenessChallenge, versionBounds);
export type ChallengeVersions = z.infer<typeof challengeVersions>;

/** Versions that AWS documents or its components offer; a policy may name others. */
const PUBLISHED_VERSIONS: readonly string[] = ['1.0.0', '2.0.0'];

/**
 * Returns a version for a metric, whose values are paid for: one that neither AWS nor the policy names is
 * `other`, and one that a response lacks is `unknown`.
 */
export function versionLabel(version: string | undefined, versions: ChallengeVersions): string {
  if (version === undefined) return 'unknown';
  const named = Object.values(versions).flatMap(({ minimum, maximum, retirement }) => [
    minimum,
    maximum,
    retirement?.below,
  ]);
  return [...PUBLISHED_VERSIONS, ...named].includes(version) ? version : 'other';
}

/** Range of versions that are asked for. */
export interface VersionRange {
  readonly minimum?: string;
  readonly maximum?: string;
}

const isRetired = ({ on }: { readonly on: string }, now: Date): boolean => Date.parse(on) <= now.getTime();

/** Returns the bounds that hold at a time: from its day, a retirement is the minimum. */
export function rangeAt(
  versions: ChallengeVersions,
  challenge: LivenessChallenge,
  now: Date,
): VersionRange | undefined {
  const { minimum: first, maximum, retirement }: VersionBounds = versions[challenge] ?? {};
  const minimum = retirement && isRetired(retirement, now) ? retirement.below : first;
  if (minimum === undefined && maximum === undefined) return undefined;
  return { ...(minimum !== undefined ? { minimum } : {}), ...(maximum !== undefined ? { maximum } : {}) };
}

/** How a version stands to the bounds: it is refused, will be, or neither. */
export type VersionStanding = 'supported' | 'retires_later' | 'retires_soon' | 'retired';

/** Days before its retirement in which a version that is used rings: a release of an app takes weeks. */
const RETIRES_SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Returns how a challenge stands that was taken, or that an app can do. A type without bounds is supported,
 * and so is a result without a version: Rekognition was asked for the same bounds.
 */
export function standingOf(
  challenge: { readonly type: string; readonly version: string } | undefined,
  versions: ChallengeVersions,
  now: Date,
): VersionStanding {
  const { data: type } = livenessChallenge.safeParse(challenge?.type);
  if (!challenge || !type) return 'supported';
  if (isBelow(challenge.version, rangeAt(versions, type, now)?.minimum)) return 'retired';
  const { retirement } = versions[type] ?? {};
  if (!retirement || !isBelow(challenge.version, retirement.below)) return 'supported';
  const soonFrom = Date.parse(retirement.on) - RETIRES_SOON_DAYS * DAY_MS;
  return soonFrom <= now.getTime() ? 'retires_soon' : 'retires_later';
}
