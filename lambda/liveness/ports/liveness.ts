import type { ImageReference } from '../../images/domain/image-reference.ts';
import type { VersionRange } from '../../kernel/challenge-versions.ts';
import type { LivenessChallenge } from '../../kernel/liveness-challenge.ts';
import type { LivenessFeedback, TakenChallenge } from '../../sessions/domain/liveness-session.ts';
import type { LivenessEvidence } from '../domain/liveness-verdict.ts';

export interface LivenessRequest {
  readonly challenge: LivenessChallenge;
  /** Versions of it that are accepted; any if absent. */
  readonly versions?: VersionRange;
  /** Key prefix of reference and audit images. */
  readonly keyPrefix: string;
  /** The same token returns the same session. */
  readonly requestToken: string;
}

export type LivenessResult =
  | { readonly status: 'NOT_TAKEN' | 'EXPIRED' }
  | (LivenessEvidence & {
      readonly feedback: readonly LivenessFeedback[];
      readonly auditImages: readonly ImageReference[];
      /** The challenge that the person was given; absent if the response lacks it. */
      readonly challenge?: TakenChallenge;
    });

/** Face Liveness: checks that a live person is in front of the camera. */
export interface Liveness {
  /** @returns the id of the session */
  create(request: LivenessRequest): Promise<string>;
  result(livenessSessionId: string): Promise<LivenessResult>;
}
