/** Kind of a challenge, by its request: consent to face processing, or the person's face. */
export type ChallengeKind = 'consent' | 'face';

/** One past round of a sign-in. */
export interface Round {
  /** Cognito's name of the challenge. */
  readonly name: string;
  readonly passed: boolean;
  /** Of a challenge of ours. */
  readonly challenge?: ChallengeKind | undefined;
}

/** A round as Cognito reports it. */
interface ReportedRound {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string | null | undefined;
}

const isKind = (text: unknown): text is ChallengeKind => text === 'consent' || text === 'face';

export const roundOf = ({ challengeName, challengeResult, challengeMetadata }: ReportedRound): Round => ({
  name: challengeName,
  passed: challengeResult,
  ...(isKind(challengeMetadata) ? { challenge: challengeMetadata } : {}),
});
