import { type ChallengeVersions, versionLabel } from '../../kernel/challenge-versions.ts';
import { livenessChallenge } from '../../kernel/liveness-challenge.ts';
import type { TakenChallenge } from '../../sessions/domain/liveness-session.ts';

/**
 * Kinds of SDK by what the client reports, which Rekognition does not verify (API reference,
 * SessionMetadata). React Native is looked for on its platform first.
 */
const SDK_KINDS = [
  ['android', /android/i],
  ['ios', /ios|swift/i],
  ['web', /web|react|js/i],
] as const;

/** Dimensions of a metric about a challenge that was taken. */
export interface ChallengeLabel {
  readonly Challenge: string;
  readonly Version: string;
  readonly Sdk: string;
}

/**
 * Returns the dimensions of a result. No report of a client adds a value: versions that neither AWS nor the
 * policy names are `other`, and what a response lacks is `unknown`.
 */
export function challengeLabel(
  taken: TakenChallenge | undefined,
  versions: ChallengeVersions,
): ChallengeLabel {
  return {
    Challenge: labelOf(taken?.type, (type) => livenessChallenge.safeParse(type).success),
    Version: versionLabel(taken?.version, versions),
    Sdk: sdkKindOf(taken?.sdk_type),
  };
}

function labelOf(value: string | undefined, isKnown: (value: string) => boolean): string {
  if (value === undefined) return 'unknown';
  return isKnown(value) ? value : 'other';
}

function sdkKindOf(sdkType: string | undefined): string {
  if (sdkType === undefined) return 'unknown';
  return SDK_KINDS.find(([, pattern]) => pattern.test(sdkType))?.[0] ?? 'other';
}
